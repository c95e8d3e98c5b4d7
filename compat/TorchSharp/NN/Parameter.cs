#nullable disable
namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);
        }
    }
}

namespace TorchSharp.Modules
{
    /// A tensor that modules count among their weights.
    public class Parameter : torch.Tensor
    {
        /// Takes the native tensor over from `data`, which becomes invalid.
        public Parameter(torch.Tensor data, bool requires_grad = true) : base(Take(data))
        {
            this.requires_grad = requires_grad;
        }

        internal Parameter(IntPtr handle) : base(handle) { }

        /// Owned by a module instead of a scope.
        internal static Parameter Detached(IntPtr handle, bool requires_grad = true)
        {
            if (handle == IntPtr.Zero) Native.ThrowLastError();
            var parameter = new Parameter(handle);
            parameter.DetachFromDisposeScope();
            if (requires_grad) parameter.requires_grad = true;
            return parameter;
        }

        /// Another object for the same tensor, in the current scope.
        internal Parameter Share()
        {
            var handle = Native.tb_nn_share(Handle);
            GC.KeepAlive(this);
            return new(handle);
        }

        static IntPtr Take(torch.Tensor data)
        {
            _ = data.Handle;
            return data.DecoupleFromNativeHandle();
        }
    }
}
