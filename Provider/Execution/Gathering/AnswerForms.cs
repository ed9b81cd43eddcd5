using ShardClient.Planning.Gathering;
using ShardClient.Values;

namespace ShardClient.Execution.Gathering;

/// <summary>How the values of a servers' answer are written to a scratch table, now that their types are known.</summary>
internal static class AnswerForms
{
    /// <exception cref="ShardException">NotSupported: a type whose values may change on the way.</exception>
    public static IReadOnlyList<ScratchForm> Of(IReadOnlyList<AnswerColumn> columns, IReadOnlyList<ColumnMetadata> answers)
    {
        var forms = new ScratchForm[columns.Count];
        for (var index = 0; index < forms.Length; index++)
            forms[index] = columns[index].Form ?? Of(columns[index], answers[index]);
        return forms;
    }

    private static ScratchForm Of(in AnswerColumn column, ColumnMetadata answer) => answer.DeclaredType switch
    {
        "TINYINT(1)" or "TINYINT" or "SMALLINT" or "MEDIUMINT" or "INT" or "BIGINT" or "DECIMAL" or "YEAR" => ScratchForm.Number,
        "TINYINT UNSIGNED" or "SMALLINT UNSIGNED" or "MEDIUMINT UNSIGNED" or "INT UNSIGNED" or "BIGINT UNSIGNED" => ScratchForm.Number,
        "DOUBLE" => ScratchForm.Real,
        "DATE" => ScratchForm.Text,
        "DATETIME" or "TIME" or "CHAR" or "VARCHAR" or "LONGTEXT" or ColumnTypes.GuidText when column.TakesAny => ScratchForm.Text,
        "BINARY" or "VARBINARY" or "LONGBLOB" when column.TakesAny => ScratchForm.Bytes,
        _ => throw new ShardException(
            ShardErrorCode.NotSupported, $"An expression of type {answer.DeclaredType ?? "NULL"} over several shards is not put together from what they answer.", "Select the rows themselves."),
    };
}
