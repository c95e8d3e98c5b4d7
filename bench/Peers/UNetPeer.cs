using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Bench;

/// <summary>A U-Net (Ronneberger et al., arXiv:1505.04597) that adds its answer to the picture, in plain TorchSharp.</summary>
internal static class UNetPeer
{
    public static Func<long> Fit()
    {
        var (given, wanted) = (rand(256, 1, 28, 28), rand(256, 1, 28, 28));
        return () =>
        {
            using var network = new UNet();
            using var loss = L1Loss();
            return PlainLoop.Train(network, loss, given, wanted, batchSize: 32, epochs: 8);
        };
    }

    private sealed class UNet : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> down1 = Pair(1, 16);
        private readonly Module<Tensor, Tensor> down2 = Pair(16, 32);
        private readonly Module<Tensor, Tensor> middle = Pair(32, 64);
        private readonly Module<Tensor, Tensor> up2 = Larger(64, 32);
        private readonly Module<Tensor, Tensor> join2 = Pair(64, 32);
        private readonly Module<Tensor, Tensor> up1 = Larger(32, 16);
        private readonly Module<Tensor, Tensor> join1 = Pair(32, 16);
        private readonly Module<Tensor, Tensor> answer = Conv2d(16, 1, 1);

        public UNet() : base("UNet") => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            var large = down1.call(input); // (batch, 16, 28, 28)
            var small = down2.call(functional.max_pool2d(large, 2)); // (batch, 32, 14, 14)
            var deep = middle.call(functional.max_pool2d(small, 2)); // (batch, 64, 7, 7)
            var current = join2.call(cat([small, up2.call(deep)], 1));
            current = join1.call(cat([large, up1.call(current)], 1));
            return answer.call(current) + input;
        }

        private static Module<Tensor, Tensor> Pair(int from, int to) => Sequential(
            Conv2d(from, to, 3, padding: 1), ReLU(), Conv2d(to, to, 3, padding: 1), ReLU());

        private static Module<Tensor, Tensor> Larger(int from, int to) =>
            Sequential(Conv2d(from, 4 * to, 3, padding: 1), PixelShuffle(2), ReLU());
    }
}
