namespace ShardClient.Values;

/// <summary>A text for one session and where its parameters come from. Immutable: part of a plan, shared by all executions.</summary>
/// <param name="Text">One statement in the engine's own dialect.</param>
/// <param name="Inputs">For each parameter of the text as the engine numbers them (SQLite: equal names are one), the index in the execution's inputs.</param>
/// <param name="Reusable">False for text that hardly comes again (literals in it): prepared and thrown away, so that it pushes nothing out of the cache.</param>
internal sealed record SessionStatement(string Text, int[] Inputs, bool Reusable = true)
{
    /// <summary>
    /// True for texts that were made from a plan: a write is stopped when the schema has changed since the session prepared it, because the plan
    /// may be another one now. False for what is the same on any schema.
    /// </summary>
    public bool IsPlanned { get; init; } = true;

    /// <summary>True for a call whose parameters get values: servers send those for prepared statements only.</summary>
    public bool MustBePrepared { get; init; }

    /// <summary>True for a text that leaves nothing behind in its session, whatever words stand in its constants.</summary>
    public bool LeavesNoTraces { get; init; }

    /// <summary>True when input i is parameter i: the caller's own text.</summary>
    public bool IsIdentity { get; } = IsSequence(Inputs);

    private static bool IsSequence(int[] inputs)
    {
        for (var index = 0; index < inputs.Length; index++)
        {
            if (inputs[index] != index)
                return false;
        }

        return true;
    }
}
