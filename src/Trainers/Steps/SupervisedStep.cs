using DeepML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>Ordinary back-propagation: forward, loss, gradients, one step of the optimizer.</summary>
/// <param name="network">(batch, features) → (batch, answers).</param>
/// <param name="optimizer">Over the network's parameters; disposed with the step.</param>
/// <param name="loss">Mean loss of a batch, 0-d, from the network's answer and the batch.</param>
internal sealed class SupervisedStep(
    nn.Module<Tensor, Tensor> network, optim.Optimizer optimizer, Func<Tensor, TensorBatch, Tensor> loss) : TrainingStep
{
    /// <inheritdoc/>
    public override nn.Module Network => network;

    /// <inheritdoc/>
    public override IReadOnlyList<optim.Optimizer> Optimizers { get; } = [optimizer];

    /// <inheritdoc/>
    public override void Train(TensorBatch batch, RowSums sums)
    {
        optimizer.zero_grad();
        var error = loss(network.call(batch.Features), batch);
        error.backward();
        optimizer.step();
        sums.Add(error.ToDouble(), batch.Rows);
    }

    /// <inheritdoc/>
    public override void Dispose() => optimizer.Dispose();
}
