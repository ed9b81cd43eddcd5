using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Statements.Running;

/// <summary>A table and the rows that it has.</summary>
internal sealed record TableData(Table Table, IReadOnlyList<object?[]> Rows)
{
    /// <summary>INSERTs of all rows, some rows to a statement.</summary>
    public IEnumerable<string> Inserts()
    {
        var columns = string.Join(", ", Table.Written.Select(static column => column.Sql));
        foreach (var rows in Rows.Chunk(50))
            yield return $"INSERT INTO {Table.Sql} ({columns}) VALUES {string.Join(", ", rows.Select(Tuple))}";
    }

    private string Tuple(object?[] row) =>
        $"({string.Join(", ", row.Where((_, index) => Table.Columns[index].Generated is null).Select(static value => new SqlValue(value).Literal))})";
}

/// <summary>All that one statement's answer depends on.</summary>
/// <param name="Layout">The shards and placements.</param>
/// <param name="Tables">The tables with their rows before the statement.</param>
/// <param name="Extras">Indexes, views, triggers.</param>
/// <param name="Before">Statements run before, where the rows alone do not bring the failure back.</param>
/// <param name="Statement">The statement.</param>
internal sealed record Case(
    ClusterLayout Layout, IReadOnlyList<TableData> Tables, IReadOnlyList<string> Extras, IReadOnlyList<GeneratedStatement> Before, GeneratedStatement Statement);
