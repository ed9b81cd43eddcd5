#pragma warning disable CA1812 // Only looked at as compiled, never made.

using ShardClient.Tests.Unit.Architecture.Fakes.Execution;

namespace ShardClient.Tests.Unit.Architecture.Fakes.Execution
{
    internal class Upper
    {
        public static int Answer() => 42;

        public static string Down() => typeof(Errors.ByField).Name;
    }

    [AttributeUsage(AttributeTargets.Class)]
    internal sealed class UpperAttribute : Attribute;
}

namespace ShardClient.Tests.Unit.Architecture.Fakes.Errors
{
    internal sealed class ByBase : Upper;

    internal sealed class ByField
    {
        public Upper[]? Field { get; set; }
    }

    internal interface IBySignature
    {
        void Take(ref Upper upper);
    }

    internal sealed class BySignature : IBySignature
    {
        public void Take(ref Upper upper)
        {
        }
    }

    internal static class ByBody
    {
        public static int Call() => Upper.Answer();
    }

    internal static class ByGenericArgument
    {
        public static object Make() => new List<KeyValuePair<int, Upper>>();
    }

    internal static class ByLambda
    {
        public static Func<object> Make() => () => new Upper();
    }

    [Upper]
    internal sealed class ByAttribute;

    internal sealed class ByConstraint<T>
        where T : Upper;
}
