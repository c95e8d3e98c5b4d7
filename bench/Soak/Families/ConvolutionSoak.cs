using Microsoft.ML;

namespace DeepML.Bench;

internal sealed class ConvolutionSoak : ISoakFamily
{
    public string Name => "cnn";

    public void Fit(MLContext ml, TrainingOptions training)
    {
        using var model = ml.MulticlassClassification.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions { Training = training })
            .Fit(SoakData.Pictures(ml, 1_500));
    }
}
