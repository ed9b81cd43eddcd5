using System.Runtime.CompilerServices;

namespace ShardClient.Sql.Syntax;

/// <summary>Turns a stack that runs out, on a thread made with a small one, into an error of the statement instead of the end of the process.</summary>
internal static class StackGuard
{
    public static void Check()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new ShardException(ShardErrorCode.LimitExceeded, "The statement nests deeper than the thread's stack allows.", "Use a thread with a larger stack.");
    }
}
