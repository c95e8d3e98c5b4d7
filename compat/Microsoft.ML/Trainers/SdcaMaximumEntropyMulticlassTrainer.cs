using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers.Solvers;

namespace Microsoft.ML.Trainers;

/// Softmax regression.
public sealed class SdcaMaximumEntropyMulticlassTrainer : SdcaMulticlassTrainerBase<MaximumEntropyModelParameters>
{
    internal SdcaMaximumEntropyMulticlassTrainer(IHostEnvironment env, Options options) : base(env, "SdcaMaximumEntropyMulticlassTrainer", options)
    {
    }

    private protected override MaximumEntropyModelParameters Train(TrainingSet rows, IChannel channel, object start) =>
        LinearWeights.ToMaximumEntropy(new SoftmaxSdca(rows, Settings(rows, channel)).Minimize(Host.Rand), rows.ClassCount);

    public sealed class Options : MulticlassOptions
    {
    }
}
