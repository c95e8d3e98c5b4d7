using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial int tb_requires_grad_(IntPtr t, byte value);
    [LibraryImport(Library)] internal static partial int tb_set_requires_grad(IntPtr t, byte value);
    [LibraryImport(Library)] internal static partial int tb_retain_grad(IntPtr t);
    [LibraryImport(Library)] internal static partial int tb_grad(IntPtr t, IntPtr* grad);
    [LibraryImport(Library)] internal static partial int tb_set_grad(IntPtr t, IntPtr grad);
    [LibraryImport(Library)] internal static partial IntPtr tb_detach(IntPtr t);
    [LibraryImport(Library)] internal static partial int tb_detach_(IntPtr t);
    [LibraryImport(Library)] internal static partial int tb_backward(IntPtr* tensors, int n, IntPtr* grads, int gradCount, byte retain, byte create, IntPtr* inputs, int inputCount);
    [LibraryImport(Library)] internal static partial int tb_autograd_grad(IntPtr* outputs, int n, IntPtr* inputs, int inputCount, IntPtr* grads, int gradCount, byte retain, byte create, byte allowUnused, IntPtr* results);
}

public static partial class torch
{
    public unsafe partial class Tensor
    {
        public bool requires_grad
        {
            get => Keep(Native.tb_tensor_requires_grad(Handle)) != 0;
            set => InPlace(Native.tb_set_requires_grad(Handle, Native.Flag(value)));
        }

        public Tensor requires_grad_(bool requires_grad = true) => InPlace(Native.tb_requires_grad_(Handle, Native.Flag(requires_grad)));
        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);
        public void retain_grad() => InPlace(Native.tb_retain_grad(Handle));
        public Tensor detach() => Result(Native.tb_detach(Handle));
        public Tensor detach_() => InPlace(Native.tb_detach_(Handle));

        /// Null until a gradient arrives; every read is a new wrapper of the same storage.
        public Tensor? grad
        {
            get
            {
                IntPtr result;
                Native.Check(Native.tb_grad(Handle, &result));
                GC.KeepAlive(this);
                return result == IntPtr.Zero ? null : new Tensor(result);
            }
            set => InPlace(Native.tb_set_grad(Handle, Native.HandleOrNull(value)), value);
        }

        public void backward()
        {
            var handle = Handle;
            InPlace(Native.tb_backward(&handle, 1, null, 0, 0, 0, null, 0));
        }

        /// As in the original, the two graph flags act crosswise: create_graph keeps the graph, retain_graph makes gradients differentiable.
        public void backward(IList<Tensor>? grad_tensors = null, bool create_graph = false, bool retain_graph = false, IList<Tensor>? inputs = null) =>
            autograd.Backward([this], grad_tensors, retain: create_graph, create: retain_graph, inputs);
    }
}
