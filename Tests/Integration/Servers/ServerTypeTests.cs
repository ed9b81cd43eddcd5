using System.Globalization;
using Dapper;
using ShardClient.Tests.Integration.MySql;
using Xunit;

namespace ShardClient.Tests.Integration.Servers;

/// <summary>.NET's types for those of servers, both ways, as a user of MySqlConnector knows them.</summary>
[Collection(MySqlFixture.Name)]
public sealed class ServerTypeTests : IDisposable
{
    private static readonly Guid Id = new("11111111-2222-3333-4444-55555555aaaa");

    private readonly ServerDatabases _databases;
    private readonly ShardConnection _connection;

    public ServerTypeTests(MySqlFixture fixture)
    {
        _databases = new ServerDatabases(fixture);
        _connection = _databases.Cluster.OpenConnection();
    }

    public void Dispose()
    {
        _connection.Dispose();
        _databases.Dispose();
    }

    [Theory]
    [InlineData("TINYINT", typeof(sbyte))]
    [InlineData("TINYINT UNSIGNED", typeof(byte))]
    [InlineData("BOOL", typeof(bool))]
    [InlineData("SMALLINT UNSIGNED", typeof(ushort))]
    [InlineData("MEDIUMINT UNSIGNED", typeof(uint))]
    [InlineData("INT", typeof(int))]
    [InlineData("BIGINT UNSIGNED", typeof(ulong))]
    [InlineData("FLOAT UNSIGNED", typeof(float))]
    [InlineData("DOUBLE UNSIGNED", typeof(double))]
    [InlineData("DECIMAL(10, 2) UNSIGNED", typeof(decimal))]
    [InlineData("YEAR", typeof(int))]
    [InlineData("DATE", typeof(DateTime))]
    [InlineData("DATETIME(6)", typeof(DateTime))]
    [InlineData("TIMESTAMP(3) NULL", typeof(DateTime))]
    [InlineData("TIME(6)", typeof(TimeSpan))]
    [InlineData("CHAR(36)", typeof(Guid))]
    [InlineData("CHAR(36) CHARACTER SET latin1", typeof(Guid))]
    [InlineData("VARCHAR(36)", typeof(string))]
    [InlineData("CHAR(35)", typeof(string))]
    [InlineData("BINARY(36)", typeof(byte[]))]
    [InlineData("BLOB", typeof(byte[]))]
    public void A_column_is_of_its_declared_type_by_either_protocol(string declaration, Type expected)
    {
        _connection.Execute($"CREATE TABLE t (id INT PRIMARY KEY, x {declaration}, SHARD KEY (id))");
        foreach (var text in new[] { "SELECT x FROM t WHERE id = 1", "SELECT x FROM t WHERE id = @id", "SELECT x FROM t" })
        {
            using var command = new ShardCommand(text, _connection);
            command.Parameters.AddWithValue("id", 1);
            using var reader = command.ExecuteReader();
            Assert.Equal(expected, reader.GetFieldType(0));
        }
    }

    public static TheoryData<object, Type> Parameters => new()
    {
        { 1, typeof(int) }, { (short)1, typeof(int) }, { true, typeof(int) }, { DayOfWeek.Friday, typeof(int) }, { 1L, typeof(long) }, { 1.5m, typeof(decimal) }, { 1.5, typeof(double) },
        { "a", typeof(string) }, { new byte[] { 1 }, typeof(byte[]) }, { new DateTime(2020, 1, 2, 3, 4, 5, 6), typeof(DateTime) }, { new DateOnly(2020, 1, 2), typeof(DateTime) },
        { new TimeSpan(1, 2, 3), typeof(TimeSpan) }, { -TimeSpan.FromHours(50.5), typeof(TimeSpan) }, { new TimeOnly(4, 5, 6, 7), typeof(TimeSpan) },
    };

    [Theory]
    [MemberData(nameof(Parameters), DisableDiscoveryEnumeration = true)]
    public void A_parameter_comes_back_as_what_it_was(object value, Type expected)
    {
        using var command = new ShardCommand("SELECT @p", _connection);
        command.Parameters.AddWithValue("p", value);
        var found = command.ExecuteScalar()!;

        // MySQL has no integers of 32 bits in expressions, and takes a parameter that is selected for a text where its bytes are one.
        if (!_connection.ServerVersion.Contains("MariaDB", StringComparison.Ordinal))
            expected = expected == typeof(int) ? typeof(long) : expected == typeof(byte[]) ? typeof(string) : expected;
        Assert.Equal(expected, found.GetType());
        if (value is DateTime or TimeSpan or string or decimal)
            Assert.Equal(value, found);
    }

    [Fact]
    public void Moments_are_written_and_found_by_either_protocol()
    {
        _connection.Execute("CREATE TABLE moments (id INT PRIMARY KEY, a DATETIME(6), b TIME(6), c DATE, SHARD KEY (id))");
        var (moment, time, date) = (new DateTime(2021, 2, 3, 4, 5, 6).AddTicks(1234560), -TimeSpan.FromMinutes(61.5), new DateTime(2021, 2, 3));
        for (var id = 1; id <= 4; id++)
            _connection.Execute("INSERT INTO moments VALUES (@id, @moment, @time, @date)", new { id, moment, time, date });
        const string Count = "SELECT COUNT(*) FROM moments WHERE a = @moment AND b = @time AND c = @date";
        Assert.Equal(4L, _connection.ExecuteScalar(Count, new { moment, time, date }));
        using var text = _databases.OpenWithoutPreparing();
        Assert.Equal(4L, text.ExecuteScalar(Count, new { moment, time, date }));
        Assert.Equal(moment.ToString("O", CultureInfo.InvariantCulture), _connection.ExecuteScalar<DateTime>("SELECT a FROM moments WHERE id = 3").ToString("O", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_date_key_is_found_by_a_date_and_a_text_key_by_no_moment_alone()
    {
        _connection.Execute("CREATE TABLE days (day DATE PRIMARY KEY, n INT, SHARD KEY (day))");
        _connection.Execute("CREATE TABLE texts (text VARCHAR(40) PRIMARY KEY, n INT, SHARD KEY (text))");
        for (var day = 1; day <= 20; day++)
        {
            _connection.Execute("INSERT INTO days VALUES (@day, @n)", new { day = new DateOnly(2024, 1, day), n = day });
            _connection.Execute("INSERT INTO texts VALUES (@text, @n)", new { text = $"2024-01-{day:00} 00:00:00", n = day });
        }

        for (var day = 1; day <= 20; day++)
        {
            Assert.Equal(day, _connection.ExecuteScalar("SELECT n FROM days WHERE day = @day", new { day = new DateOnly(2024, 1, day) }));
            Assert.Equal(day, _connection.ExecuteScalar("SELECT n FROM days WHERE day = @day", new { day = new DateTime(2024, 1, day) }));

            // The server compares such texts as moments, so that one of another spelling would be found too.
            Assert.Equal(day, _connection.ExecuteScalar("SELECT n FROM texts WHERE text = @moment", new { moment = new DateTime(2024, 1, day) }));
        }
    }

    [Fact]
    public void A_CHAR_of_36_is_a_Guid_a_text_where_it_is_none_and_always_a_text_by_choice()
    {
        _connection.Execute("CREATE TABLE ids (id CHAR(36) PRIMARY KEY, n INT, SHARD KEY (id))");
        _connection.Execute("INSERT INTO ids VALUES (@id, 1), ('none', 2)", new { id = Id });
        Assert.Equal(Id, _connection.QuerySingle<Guid>("SELECT id FROM ids WHERE id = @id", new { id = Id }));
        Assert.Equal([Id, "none"], _connection.Query("SELECT id FROM ids ORDER BY n").Select(static row => (object)row.id));
        using var texts = new ShardDataSource($"{_databases.ConnectionString}Guid Format=None");
        using var connection = texts.OpenConnection();
        using var command = new ShardCommand("SELECT id FROM ids ORDER BY n", connection);
        using var reader = command.ExecuteReader();
        Assert.Equal(typeof(string), reader.GetFieldType(0));
        Assert.True(reader.Read());
        Assert.Equal((Id.ToString(), (object)Id.ToString(), Id), (reader.GetString(0), reader.GetValue(0), reader.GetGuid(0)));
    }

    [Fact]
    public void A_schema_table_tells_sizes_precision_and_scale()
    {
        _connection.Execute("CREATE TABLE sizes (id INT PRIMARY KEY, name VARCHAR(20), cents DECIMAL(12, 3), text TEXT, SHARD KEY (id))");
        using var command = new ShardCommand("SELECT name, cents, text FROM sizes", _connection);
        using var reader = command.ExecuteReader();
        var schema = reader.GetColumnSchema();
        Assert.Equal((20, 12, 3, 65_535, true), (schema[0].ColumnSize, schema[1].NumericPrecision, schema[1].NumericScale, schema[2].ColumnSize, schema[2].IsLong));
        Assert.Equal((short)12, reader.GetSchemaTable()!.Rows[1]["NumericPrecision"]);
    }

    [Fact]
    public void The_schemas_of_the_default_shard_s_server_are_read()
    {
        Assert.Equal(1, _connection.ExecuteScalar<int>("SELECT COUNT(*) > 0 FROM mysql.user"));
        Assert.Equal(ShardErrorCode.NotSupported, Assert.Throws<ShardException>(() => _connection.Execute("DELETE FROM mysql.user WHERE 1 = 0")).ErrorCode);
        Assert.Contains("without a schema", Assert.Throws<ShardException>(() => _connection.Execute("SELECT * FROM elsewhere.t")).Message, StringComparison.Ordinal);
    }
}
