using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// Batch normalization of (batch, features), Ioffe and Szegedy, arXiv:1502.03167. A training batch of a single row has no spread
/// to normalize by; it is normalized by the running statistics, where torch would refuse it.
/// </summary>
internal sealed class RowBatchNorm : Module<Tensor, Tensor>
{
    [ComponentName(Name = "norm")] private readonly BatchNormalization norm;

    /// <param name="features">Numbers per row.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="momentum">Weight of a batch in the running mean and variance, in (0, 1].</param>
    public RowBatchNorm(int features, double epsilon = 1e-5, double momentum = 0.1) : base("RowBatchNorm")
    {
        norm = new BatchNormalization(features, epsilon, momentum);
        RegisterComponents();
    }

    /// <summary>What normalizes batches of more than one row.</summary>
    public BatchNormalization Norm => norm;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => training && input.size(0) == 1
        ? norm.ByRunningStatistics(input)
        : norm.call(input); // (batch, features)
}
