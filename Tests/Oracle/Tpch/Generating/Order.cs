namespace ShardClient.Tests.Oracle.Tpch.Generating;

/// <summary>An order with its lines, whose state and price follow from them.</summary>
internal sealed record Order(object[] Row, IReadOnlyList<object[]> Lines);
