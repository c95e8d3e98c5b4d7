namespace TorchSharp;

public static partial class torch
{
    public static unsafe partial class autograd
    {
        internal static void Backward(IList<Tensor> tensors, IList<Tensor>? gradients, bool retain, bool create, IList<Tensor>? inputs)
        {
            IntPtr[] t = Native.Handles(tensors), g = Native.Handles(gradients), i = Native.Handles(inputs);
            int status;
            fixed (IntPtr* pt = t, pg = g, pi = i)
                status = Native.tb_backward(pt, t.Length, pg, g.Length, Native.Flag(retain), Native.Flag(create), pi, i.Length);
            GC.KeepAlive(tensors);
            GC.KeepAlive(gradients);
            GC.KeepAlive(inputs);
            Native.Check(status);
        }

        public static void backward(IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            Backward(tensors, grad_tensors, retain_graph ?? create_graph, create_graph, inputs);

        public static void backward(Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            Backward([tensor], grad_tensors, retain_graph ?? create_graph, create_graph, inputs);

        public static void backward(Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            Backward([tensor], [grad_tensor], retain_graph ?? create_graph, create_graph, inputs);

        /// retain_graph is passed on as it is: a graph that is used again needs both flags.
        public static IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            IntPtr[] o = Native.Handles(outputs), i = Native.Handles(inputs), g = Native.Handles(grad_outputs);
            var results = new IntPtr[i.Length];
            int status;
            fixed (IntPtr* po = o, pi = i, pg = g, pr = results)
                status = Native.tb_autograd_grad(po, o.Length, pi, i.Length, pg, g.Length, Native.Flag(retain_graph), Native.Flag(create_graph), Native.Flag(allow_unused), pr);
            GC.KeepAlive(outputs);
            GC.KeepAlive(inputs);
            GC.KeepAlive(grad_outputs);
            Native.Check(status);
            return Array.ConvertAll(results, h => new Tensor(h));
        }

        public static AnomalyMode detect_anomaly(bool check_nan = true) => new(true, check_nan);
        public static AnomalyMode set_detect_anomaly(bool mode, bool check_nan = true) => new(mode, check_nan);
    }
}
