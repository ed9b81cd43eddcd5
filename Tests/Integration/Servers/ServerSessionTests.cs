using ShardClient.Tests.Integration.MySql;
using Xunit;

namespace ShardClient.Tests.Integration.Servers;

/// <summary>What belongs to one session of one server: accepted where it holds anyway, else refused by name and never silently dropped.</summary>
[Collection(MySqlFixture.Name)]
public sealed class ServerSessionTests(MySqlFixture fixture) : IDisposable
{
    private readonly ServerDatabases _databases = new(fixture);

    public void Dispose() => _databases.Dispose();

    [Theory]
    [InlineData("SET NAMES utf8mb4")]
    [InlineData("SET autocommit = 1")]
    [InlineData("SET SESSION foreign_key_checks = ON")]
    public void ASettingThatHoldsAnywayIsAccepted(string text) => ServerDatabases.Run(_databases.Cluster, text);

    [Theory]
    [InlineData("SET NAMES latin1")]
    [InlineData("SET autocommit = 0")]
    [InlineData("SET time_zone = '+00:00'")]
    [InlineData("SET sql_mode = 'ANSI_QUOTES'")]
    [InlineData("SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE")]
    [InlineData("SET GLOBAL autocommit = 1")]
    [InlineData("SET @a = 1")]
    [InlineData("CREATE TEMPORARY TABLE t (id INT)")]
    [InlineData("SELECT GET_LOCK('x', 1)")]
    [InlineData("LOCK TABLES t WRITE")]
    public void WhatOneSessionWouldKeepIsRefused(string text) =>
        Assert.Equal(ShardErrorCode.NotSupported, Assert.Throws<ShardException>(() => ServerDatabases.Run(_databases.Cluster, text)).ErrorCode);
}
