using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Bench;

/// <summary>The training loop of TorchSharp's examples: shuffled by index, a dispose scope per batch, <c>torch.optim</c>'s Adam.</summary>
internal static class PlainLoop
{
    /// <summary>Trains a network; targets that are the inputs themselves are not gathered twice.</summary>
    /// <param name="network">From a batch of inputs to as many answers; it is switched to training.</param>
    /// <param name="loss">From answers and targets to a mean over the batch.</param>
    /// <param name="inputs">(rows, …)</param>
    /// <param name="targets">(rows, …), or (rows) of classes.</param>
    /// <param name="batchSize">Rows per batch; the last one of an epoch may be smaller.</param>
    /// <param name="epochs">Passes over the rows.</param>
    /// <returns>Rows times epochs.</returns>
    public static long Train(
        Module<Tensor, Tensor> network, Loss<Tensor, Tensor, Tensor> loss, Tensor inputs, Tensor targets, int batchSize, int epochs)
    {
        var rows = inputs.shape[0];
        using var optimizer = optim.Adam(network.parameters(), lr: 1e-3);
        network.train();
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            using var order = randperm(rows);
            for (var start = 0L; start < rows; start += batchSize)
            {
                using var scope = NewDisposeScope();
                var index = order.narrow(0, start, Math.Min(batchSize, rows - start));
                var batch = inputs.index_select(0, index);
                var expected = ReferenceEquals(inputs, targets) ? batch : targets.index_select(0, index);
                optimizer.zero_grad();
                loss.call(network.call(batch), expected).backward();
                optimizer.step();
            }
        }
        return rows * epochs;
    }
}
