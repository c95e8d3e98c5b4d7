using Microsoft.ML;

namespace DeepML.Bench;

internal sealed class DeepBeliefSoak : ISoakFamily
{
    public string Name => "dbn";

    public void Fit(MLContext ml, TrainingOptions training)
    {
        using var model = ml.MulticlassClassification.Trainers.DeepBeliefNetwork(
            new DeepBeliefPredictionOptions { Pretraining = training with { Epochs = 1, Callbacks = [] }, Training = training })
                .Fit(SoakData.Rows(ml, 32_000));
    }
}
