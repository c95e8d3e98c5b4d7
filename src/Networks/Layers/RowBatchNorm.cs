using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// Batch normalization of (batch, features), Ioffe and Szegedy, arXiv:1502.03167. A training batch of a single row has no spread
/// to normalize by; it is normalized by the running statistics, where torch would refuse it.
/// </summary>
internal sealed class RowBatchNorm : Module<Tensor, Tensor>
{
    private readonly BatchNorm1d norm;

    /// <param name="features">Numbers per row.</param>
    public RowBatchNorm(int features) : base("RowBatchNorm")
    {
        norm = BatchNorm1d(features);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => training && input.size(0) == 1
        ? functional.batch_norm(input, norm.running_mean!, norm.running_var!, norm.weight, norm.bias, training: false)
        : norm.call(input); // (batch, features)
}
