using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Native
{
    [LibraryImport(Library), SuppressGCTransition] internal static partial byte tb_grad_enabled();
    [LibraryImport(Library), SuppressGCTransition] internal static partial void tb_set_grad_enabled(byte enabled);
    [LibraryImport(Library)] internal static partial byte tb_inference_mode_enabled();
    [LibraryImport(Library)] internal static partial IntPtr tb_inference_mode_begin(byte enabled);
    [LibraryImport(Library)] internal static partial void tb_inference_mode_end(IntPtr guard);
}

public static partial class torch
{
    /// Sets the mode of this thread now, and the previous one when disposed.
    sealed class GradMode : IDisposable
    {
        readonly byte _previous = Native.tb_grad_enabled();

        public GradMode(bool enabled) => Native.tb_set_grad_enabled(Native.Flag(enabled));

        public void Dispose() => Native.tb_set_grad_enabled(_previous);
    }

    sealed class InferenceMode(bool enabled) : IDisposable
    {
        IntPtr _guard = Native.tb_inference_mode_begin(Native.Flag(enabled));

        public void Dispose()
        {
            if (_guard != IntPtr.Zero) Native.tb_inference_mode_end(_guard);
            _guard = IntPtr.Zero;
        }
    }

    public static IDisposable no_grad() => new GradMode(false);
    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);
    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);
    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);
    public static bool is_grad_enabled() => Native.tb_grad_enabled() != 0;
    public static bool is_inference_mode_enabled() => Native.tb_inference_mode_enabled() != 0;
}
