using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Bench;

/// <summary>DCGAN (Radford et al., arXiv:1511.06434) on pictures of 28×28 in plain TorchSharp.</summary>
internal static class GanPeer
{
    private const int Rows = 1920;
    private const int BatchSize = 64;
    private const int LatentSize = 64;

    public static Func<long> Dcgan()
    {
        var pictures = (rand(Rows, 1, 28, 28) * 2) - 1;
        return () =>
        {
            using var generator = Generator();
            using var discriminator = Discriminator();
            using var generatorSteps = optim.Adam(generator.parameters(), lr: 2e-4, beta1: 0.5, beta2: 0.999);
            using var discriminatorSteps = optim.Adam(discriminator.parameters(), lr: 2e-4, beta1: 0.5, beta2: 0.999);
            using var order = randperm(Rows);
            for (var start = 0; start < Rows; start += BatchSize)
            {
                using var scope = NewDisposeScope();
                var real = pictures.index_select(0, order.narrow(0, start, BatchSize));
                var made = generator.call(randn(BatchSize, LatentSize, 1, 1));
                discriminatorSteps.zero_grad();
                var loss = functional.softplus(-discriminator.call(real)).mean()
                    + functional.softplus(discriminator.call(made.detach())).mean();
                loss.backward();
                discriminatorSteps.step();
                generatorSteps.zero_grad();
                functional.softplus(-discriminator.call(made)).mean().backward();
                generatorSteps.step();
            }
            return (long)Rows;
        };
    }

    private static Module<Tensor, Tensor> Generator() => Sequential(
        ConvTranspose2d(LatentSize, 128, 7, bias: false), BatchNorm2d(128), ReLU(),
        ConvTranspose2d(128, 64, 4, stride: 2, padding: 1, bias: false), BatchNorm2d(64), ReLU(),
        ConvTranspose2d(64, 1, 4, stride: 2, padding: 1), Tanh());

    private static Module<Tensor, Tensor> Discriminator() => Sequential(
        Conv2d(1, 64, 4, stride: 2, padding: 1), LeakyReLU(0.2),
        Conv2d(64, 128, 4, stride: 2, padding: 1), BatchNorm2d(128), LeakyReLU(0.2),
        Conv2d(128, 1, 7), Flatten());
}
