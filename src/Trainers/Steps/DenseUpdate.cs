using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>Steps of networks of dense layers whose passes torch need not do.</summary>
internal static class DenseUpdate
{
    /// <summary>The passes of a network; null where torch has to do them. The caller's.</summary>
    /// <param name="update">Over its weights.</param>
    /// <param name="network">The network.</param>
    public static BackPropagation? BackPropagationOf(this WeightUpdate update, nn.Module network) =>
        update.Options is { Precision: Precision.Float32, Optimizer.SearchesSteps: false }
            ? BackPropagation.Of(network, update.Parameters) : null;

    /// <summary>Goes down the gradient of a loss by the network's answer.</summary>
    /// <param name="update">Over the network's weights.</param>
    /// <param name="passes">From <see cref="BackPropagationOf"/>.</param>
    /// <param name="inputs">(batch, input).</param>
    /// <param name="known">The loss, a mean over rows, where its slopes are known; null where they are not.</param>
    /// <param name="loss">Else makes it of the answer, (batch, output): 0-d.</param>
    /// <param name="rows">Rows in the batch: its weight among accumulated batches.</param>
    /// <returns>The loss before.</returns>
    public static double Minimize(
        this WeightUpdate update, BackPropagation passes, Tensor inputs, AnswerLoss? known, Func<Tensor, Tensor> loss, int rows)
    {
        double error;
        if (known is not null)
        {
            error = passes.FollowBack(inputs, known);
        }
        else
        {
            var mean = loss(passes.Answer(inputs));
            mean.backward();
            passes.FollowBack();
            error = mean.Read<float>();
        }
        update.Apply(passes.Gradients, rows);
        return error;
    }
}
