using ShardClient.Values;

namespace ShardClient.Tests.Unit.Ado;

/// <summary>A cursor on its only row.</summary>
internal sealed class OneRow(params (string? DeclaredType, Value Value)[] cells) : RowCursor
{
    public override IReadOnlyList<ColumnMetadata> Columns { get; } =
        cells.Select((cell, index) => new ColumnMetadata($"c{index}") { DeclaredType = cell.DeclaredType }).ToArray();

    public override ValueTask<bool> ReadAsync(IOBehavior ioBehavior, CancellationToken cancellationToken) => new(false);

    public override ValueKind GetKind(int column) => cells[column].Value.Kind;

    public override long GetInteger(int column) => GetKind(column) == ValueKind.Real ? (long)cells[column].Value.Real : cells[column].Value.Integer;

    public override double GetReal(int column) => GetKind(column) == ValueKind.Integer ? cells[column].Value.Integer : cells[column].Value.Real;

    public override ReadOnlySpan<byte> GetBytes(int column) => cells[column].Value.Kind == ValueKind.Text
        ? System.Text.Encoding.UTF8.GetBytes(cells[column].Value.GetText())
        : cells[column].Value.Bytes.Span;

    public override void Dispose()
    {
    }
}
