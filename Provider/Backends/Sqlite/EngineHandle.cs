using System.Runtime.InteropServices;

namespace ShardClient.Backends.Sqlite;

/// <summary>
/// Something of the engine's that one thread may dispose while another still calls it, against all rules: it goes when the last one has left. So each
/// call, or each row's calls together, stand between <see cref="Enter"/> and <see cref="Leave"/>.
/// </summary>
internal abstract class EngineHandle : SafeHandle
{
    protected EngineHandle(nint pointer)
        : base(0, ownsHandle: true) => SetHandle(pointer);

    public override bool IsInvalid => handle == 0;

    /// <summary>The engine's pointer, which is valid until <see cref="Leave"/>.</summary>
    /// <exception cref="ObjectDisposedException">It is gone.</exception>
    public nint Enter()
    {
        var entered = false;
        DangerousAddRef(ref entered);
        return handle;
    }

    public void Leave() => DangerousRelease();
}
