using Microsoft.ML;

namespace DeepML.Bench;

internal sealed class StreamedSoak : ISoakFamily
{
    public string Name => "streamed";

    public void Fit(MLContext ml, TrainingOptions training)
    {
        using var model = ml.MulticlassClassification.Trainers.MultilayerPerceptron(
            // of 8 MiB
            new MultilayerPerceptronOptions { Training = training with { MemoryBudget = 1 << 20 } }).Fit(SoakData.Rows(ml, 32_000));
    }
}
