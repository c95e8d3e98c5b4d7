using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Bench;

/// <summary>A restricted Boltzmann machine of 784 × 256 bits in plain TorchSharp: one step of contrastive divergence, momentum.</summary>
internal static class BoltzmannPeer
{
    private const int Rows = 4096;
    private const int Visible = 784;
    private const int Hidden = 256;
    private const int BatchSize = 64;
    private const int Epochs = 10;
    private const double Rate = 0.05;
    private const double Momentum = 0.5;

    public static Func<long> ContrastiveDivergence()
    {
        var bits = rand(Rows, Visible).lt(0.2).to(ScalarType.Float32);
        return () =>
        {
            using var noGradients = no_grad();
            using var work = NewDisposeScope();
            var weight = randn(Hidden, Visible).mul_(0.01);
            var (visibleBias, hiddenBias) = (zeros(Visible), zeros(Hidden));
            Tensor[] parameters = [weight, visibleBias, hiddenBias];
            Tensor[] speeds = [.. parameters.Select(parameter => zeros_like(parameter))];
            for (var epoch = 0; epoch < Epochs; epoch++)
            {
                using var order = randperm(Rows);
                var error = 0.0;
                for (var start = 0; start < Rows; start += BatchSize)
                {
                    using var scope = NewDisposeScope();
                    var data = bits.index_select(0, order.narrow(0, start, BatchSize));
                    var positive = functional.linear(data, weight, hiddenBias).sigmoid_();
                    var hidden = bernoulli(positive);
                    var mean = addmm(visibleBias, hidden, weight, beta: 1, alpha: 1).sigmoid_();
                    var visible = bernoulli(mean);
                    var negative = functional.linear(visible, weight, hiddenBias).sigmoid_();
                    Tensor[] steps =
                    [
                        (positive.t().mm(data) - negative.t().mm(visible)) / BatchSize,
                        (data - visible).mean([0]),
                        (positive - negative).mean([0]),
                    ];
                    for (var i = 0; i < parameters.Length; i++)
                    {
                        speeds[i].mul_(Momentum).add_(steps[i]);
                        parameters[i].add_(speeds[i], alpha: Rate);
                    }
                    error += functional.mse_loss(mean, data).item<float>();
                }
            }
            return (long)Rows * Epochs;
        };
    }
}
