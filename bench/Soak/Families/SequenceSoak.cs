using Microsoft.ML;

namespace DeepML.Bench;

internal sealed class SequenceSoak : ISoakFamily
{
    public string Name => "text";

    public void Fit(MLContext ml, TrainingOptions training)
    {
        using var model = ml.MulticlassClassification.Trainers.RecurrentNetwork(
            new RecurrentNetworkOptions { FeatureColumnName = "Words", Training = training }).Fit(SoakData.Texts(ml, 8_000));
    }
}
