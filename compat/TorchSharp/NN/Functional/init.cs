#nullable disable
namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// Fills in place, outside the autograd graph; each returns its argument. Generators are accepted and not used.
        public static partial class init
        {
            public enum NonlinearityType
            {
                Linear = 0, Conv1D = 1, Conv2D = 2, Conv3D = 3, ConvTranspose1D = 4, ConvTranspose2D = 5, ConvTranspose3D = 6,
                Sigmoid = 7, Tanh = 8, ReLU = 9, LeakyReLU = 10,
            }

            public enum FanInOut { FanIn = 0, FanOut = 1 }

            static Tensor Filled(Tensor tensor, int status)
            {
                GC.KeepAlive(tensor);
                Native.Check(status);
                return tensor;
            }

            static Tensor Fill(Tensor tensor, int kind, double a, double b) => Filled(tensor, Native.tb_nn_fill(tensor.Handle, kind, a, b));

            public static Tensor zeros_(Tensor tensor) => Fill(tensor, 2, 0, 0);
            public static Tensor ones_(Tensor tensor) => Fill(tensor, 2, 1, 0);
            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator generator = null) => Fill(tensor, 0, low, high);
            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator generator = null) => Fill(tensor, 1, mean, std);

            public static Tensor constant_(Tensor tensor, Scalar val)
            {
                using var guard = no_grad();
                return tensor.fill_(val);
            }

            /// A normal distribution, cut to [a, b].
            public static Tensor trunc_normal_(Tensor tensor, double mean = 0, double std = 1, double a = -2, double b = 2, Generator generator = null) =>
                Filled(tensor, Native.tb_nn_fill_truncated_normal(tensor.Handle, mean, std, a, b));

            public static Tensor eye_(Tensor tensor) => Filled(tensor, Native.tb_nn_fill_eye(tensor.Handle));
            public static Tensor dirac_(Tensor tensor) => Filled(tensor, Native.tb_nn_fill_dirac(tensor.Handle));
            public static Tensor orthogonal_(Tensor tensor, double gain = 1.0) => Filled(tensor, Native.tb_nn_fill_orthogonal(tensor.Handle, gain));
            public static Tensor sparse_(Tensor tensor, double sparsity, double std = 0.01) => Filled(tensor, Native.tb_nn_fill_sparse(tensor.Handle, sparsity, std));

            public static Tensor glorot_uniform_(Tensor tensor, double gain = 1.0) => xavier_uniform_(tensor, gain);
            public static Tensor glorot_normal_(Tensor tensor, double gain = 1.0) => xavier_normal_(tensor, gain);

            public static Tensor xavier_uniform_(Tensor tensor, double gain = 1.0)
            {
                var (fanIn, fanOut) = Fans(tensor);
                var bound = Math.Sqrt(3) * gain * Math.Sqrt(2.0 / (fanIn + fanOut));
                return Fill(tensor, 0, -bound, bound);
            }

            public static Tensor xavier_normal_(Tensor tensor, double gain = 1.0)
            {
                var (fanIn, fanOut) = Fans(tensor);
                return Fill(tensor, 1, 0, gain * Math.Sqrt(2.0 / (fanIn + fanOut)));
            }

            public static Tensor kaiming_uniform_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU)
            {
                var bound = Math.Sqrt(3) * KaimingDeviation(tensor, a, mode, nonlinearity);
                return Fill(tensor, 0, -bound, bound);
            }

            public static Tensor kaiming_normal_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU) =>
                Fill(tensor, 1, 0, KaimingDeviation(tensor, a, mode, nonlinearity));

            static double KaimingDeviation(Tensor tensor, double a, FanInOut mode, NonlinearityType nonlinearity)
            {
                var (fanIn, fanOut) = Fans(tensor);
                return calculate_gain(nonlinearity, a) / Math.Sqrt(mode == FanInOut.FanIn ? fanIn : fanOut);
            }

            public static double calculate_gain(NonlinearityType nonlinearity, double param = 0.0) => nonlinearity switch
            {
                NonlinearityType.Tanh => 5.0 / 3.0,
                NonlinearityType.ReLU => Math.Sqrt(2),
                NonlinearityType.LeakyReLU => Math.Sqrt(2 / (1 + param * param)),
                _ => 1,
            };

            public static (long fanIn, long fanOut) CalculateFanInAndFanOut(Tensor tensor)
            {
                if (tensor.Rank() < 2) throw new ArgumentException("Fan in and fan out can not be computed for tensor with fewer than 2 dimensions");
                var receptive = tensor.numel() / (tensor.Size(0) * tensor.Size(1));
                return (tensor.Size(1) * receptive, tensor.Size(0) * receptive);
            }

            static (long fanIn, long fanOut) Fans(Tensor tensor) => tensor.Rank() < 2
                ? throw new System.Runtime.InteropServices.ExternalException("Fan in and fan out can not be computed for tensor with fewer than 2 dimensions")
                : CalculateFanInAndFanOut(tensor);
        }
    }
}
