namespace ShardClient.Backends.Pooling;

/// <summary>Something with one holder that others wait for.</summary>
internal interface IHeldResource
{
    object? Holder { get; }
}

/// <summary>
/// Who waits for what, over all pools of the process: each engine sees only its own file, so only we can see a circle over several. Entered
/// when somebody really waits, never on the way of a free lock. An owner waits for one thing at a time.
/// </summary>
internal sealed class WaitGraph
{
    private readonly Lock _gate = new();
    private readonly Dictionary<object, IHeldResource> _waits = new(ReferenceEqualityComparer.Instance);

    public static WaitGraph Shared { get; } = new();

    /// <summary>Notes the wait; false when it would close a circle, in which nobody would ever go on.</summary>
    /// <param name="isOver">Read under the graph's lock: the wait has ended already, and is not noted.</param>
    public bool TryEnter(object owner, IHeldResource resource, Func<bool> isOver)
    {
        lock (_gate)
        {
            if (isOver())
                return true;
            var next = resource;
            for (var steps = 0; steps <= _waits.Count; steps++)
            {
                if (next.Holder is not { } holder)
                    break;
                if (ReferenceEquals(holder, owner))
                    return false;
                if (!_waits.TryGetValue(holder, out var further))
                    break;
                next = further;
            }

            _waits[owner] = resource;
            return true;
        }
    }

    public void Leave(object owner)
    {
        lock (_gate)
            _waits.Remove(owner);
    }
}
