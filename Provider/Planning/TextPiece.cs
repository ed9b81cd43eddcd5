namespace ShardClient.Planning;

/// <summary>A piece of text with holes for parameters, put together with others and numbered then.</summary>
/// <param name="Segments">One more than <see cref="Inputs"/>: the text before, between and after the holes.</param>
/// <param name="Inputs">The input of each hole.</param>
internal sealed record TextPiece(IReadOnlyList<string> Segments, IReadOnlyList<int> Inputs);
