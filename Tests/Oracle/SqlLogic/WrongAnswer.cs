namespace ShardClient.Tests.Oracle.SqlLogic;

/// <summary>An answer that is not the one of the script.</summary>
internal sealed record WrongAnswer(string File, ScriptRecord Record, string Expected, string Got);
