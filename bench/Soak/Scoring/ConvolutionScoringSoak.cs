using Microsoft.ML;

namespace DeepML.Bench;

internal sealed class ConvolutionScoringSoak : IScoringSoak
{
    public string Name => "score.cnn";

    public string Column => "Score";

    public IDataView Rows(MLContext ml, int? total) => SoakData.Pictures(ml, 1_500, total);

    public ITransformer Fit(MLContext ml, IDataView rows, TrainingOptions training) =>
        ml.MulticlassClassification.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions { Training = training }).Fit(rows);
}
