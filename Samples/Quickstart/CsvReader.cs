using System.Text;

namespace ShardClient.Samples.Quickstart;

/// <summary>
/// Reads comma-separated values as RFC 4180 describes them: quoted fields may hold commas, line breaks and doubled quotes. The separator is
/// what the header uses most: a comma, semicolon or tab.
/// </summary>
internal sealed class CsvReader : IDisposable
{
    private readonly StreamReader _reader;
    private readonly char _separator;
    private readonly StringBuilder _field = new();
    private int _line = 1;

    public CsvReader(string file)
    {
        _reader = new StreamReader(file, Encoding.UTF8);
        _separator = FindSeparator(file);
        Header = ReadRecord() ?? throw new UsageException($"{file} is empty: its first line must name the columns.");
    }

    public IReadOnlyList<string> Header { get; }

    /// <summary>The rows after the header; each has as many fields as the header.</summary>
    public IEnumerable<string[]> Rows()
    {
        while (true)
        {
            var line = _line;
            var record = ReadRecord();
            if (record is null)
                yield break;
            if (record is [""] && Header.Count > 1)
                continue;
            if (record.Length != Header.Count)
                throw new UsageException($"Line {line} has {record.Length} fields; the header has {Header.Count}.");
            yield return record;
        }
    }

    public void Dispose() => _reader.Dispose();

    private static char FindSeparator(string file)
    {
        var header = File.ReadLines(file).FirstOrDefault() ?? "";
        return new[] { ',', ';', '\t' }.MaxBy(candidate => header.Count(character => character == candidate));
    }

    private string[]? ReadRecord()
    {
        if (_reader.Peek() < 0)
            return null;
        var fields = new List<string>();
        while (true)
        {
            var quotedFrom = _line;
            var end = _reader.Peek() == '"' ? ReadQuoted(quotedFrom) : ReadPlain();
            fields.Add(_field.ToString());
            _field.Clear();
            if (end == _separator)
                continue;
            _line++;
            return [.. fields];
        }
    }

    /// <summary>Reads up to the end of the field; answers the separator, or '\n' at the end of the record.</summary>
    private int ReadPlain()
    {
        while (true)
        {
            var character = _reader.Read();
            if (character == _separator || character is '\n' or < 0)
                return character < 0 ? '\n' : character;
            if (character == '\r' && _reader.Peek() is '\n' or < 0)
                continue;
            _field.Append((char)character);
        }
    }

    private int ReadQuoted(int from)
    {
        _reader.Read();
        while (true)
        {
            var character = _reader.Read();
            if (character < 0)
                throw new UsageException($"A quote opened on line {from} is never closed.");
            if (character == '"' && _reader.Peek() != '"')
                return EndOfQuoted(from);
            if (character == '"')
                _reader.Read();
            if (character == '\n')
                _line++;
            _field.Append((char)character);
        }
    }

    private int EndOfQuoted(int from)
    {
        var character = _reader.Read();
        if (character == '\r')
            character = _reader.Read();
        if (character == _separator || character is '\n' or < 0)
            return character < 0 ? '\n' : character;
        throw new UsageException($"Line {from}: '{(char)character}' follows a closing quote; a quote inside a quoted field is written twice.");
    }
}
