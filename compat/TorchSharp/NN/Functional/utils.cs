#nullable disable
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static unsafe partial class utils
        {
            static IntPtr[] Handles(Tensor[] tensors) => Array.ConvertAll(tensors, t => t.Handle);

            /// The norm of all gradients together, as it was before they were scaled down to max_norm at most.
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                var all = tensors.ToArray();
                double total;
                fixed (IntPtr* p = Handles(all)) Native.Check(Native.tb_nn_clip_grad_norm(p, all.Length, max_norm, norm_type, &total));
                GC.KeepAlive(all);
                return total;
            }

            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                var all = tensors.ToArray();
                fixed (IntPtr* p = Handles(all)) Native.Check(Native.tb_nn_clip_grad_value(p, all.Length, clip_value));
                GC.KeepAlive(all);
            }

            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                var all = tensors.ToArray();
                fixed (IntPtr* p = Handles(all)) return Native.ToTensor(Native.tb_nn_parameters_to_vector(p, all.Length), all);
            }

            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                var all = tensors.ToArray();
                fixed (IntPtr* p = Handles(all)) Native.Check(Native.tb_nn_vector_to_parameters(vec.Handle, p, all.Length));
                GC.KeepAlive(vec);
                GC.KeepAlive(all);
            }
        }
    }
}
