namespace ShardClient.Planning.Operators;

/// <summary>A text whose IN list is made for each shard: only the values that live there are sent to it.</summary>
/// <param name="Before">The text up to the list's first value.</param>
/// <param name="BeforeInputs">The inputs of its parameters, which are numbered in order.</param>
/// <param name="ListInputs">The inputs of the list's values.</param>
/// <param name="After">The text after the list's last value; its parameters are written <c>?</c>-less as <c>{0}</c> holes, numbered when the list's length is known.</param>
/// <param name="AfterInputs">The inputs of the holes.</param>
internal sealed record SplitText(string Before, int[] BeforeInputs, int[] ListInputs, string After, int[] AfterInputs);
