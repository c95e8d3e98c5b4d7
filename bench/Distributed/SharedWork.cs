using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>What processes train together in this bench.</summary>
internal static class SharedWork
{
    private const int Pictures = 2048;

    /// <summary>Names of the networks.</summary>
    public static readonly string[] Networks = ["mlp", "lenet5", "lstm"];

    /// <summary>Trains a network.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="training">How.</param>
    public static NetworkTransformer Fit(string name, TrainingOptions training)
    {
        var ml = new MLContext(seed: 1);
        return name switch
        {
            "mlp" => ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
            {
                HiddenSizes = [128],
                Training = training,
            }).Fit(DigitRows.Load(ml)),
            "lenet5" => ml.MulticlassClassification.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions
            {
                Network = ConvolutionalNetworkKind.LeNet5,
                Training = training,
            }).Fit(ConvolutionalFit.Rows(ml, Pictures, 1, 32)),
            "lstm" => ml.MulticlassClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
            {
                StepSize = 8, // a digit as eight rows of eight pixels
                Encoder = new LstmEncoder { HiddenSize = 64 },
                Training = training,
            }).Fit(DigitRows.Load(ml)),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such network."),
        };
    }

    /// <summary>Trains a network and saves it.</summary>
    public static void Save(string name, TrainingOptions training, string file)
    {
        using var model = Fit(name, training);
        var ml = new MLContext();
        ml.Model.Save(model, (DataViewSchema?)null, file);
    }

    /// <summary>Trains digits with dropout on four fifths of the rows, and answers with the accuracy on the others.</summary>
    public static double Accuracy(TrainingOptions training, int seed)
    {
        var ml = new MLContext(seed);
        var split = ml.Data.TrainTestSplit(DigitRows.Load(ml), 0.2, seed: 1);
        using var model = ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            HiddenSizes = [128],
            Dropout = 0.2,
            Training = training,
        }).Fit(split.TrainSet);
        return ml.MulticlassClassification.Evaluate(model.Transform(split.TestSet)).MicroAccuracy;
    }
}
