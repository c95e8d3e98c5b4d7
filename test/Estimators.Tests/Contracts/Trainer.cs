using DeepML.Data;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Trainers;

namespace DeepML.Estimators.Tests.Contracts;

/// <summary>
/// Every supervised trainer, quickly trained on <see cref="Blobs"/>: the lines of the table whose columns are ML.NET's contracts.
/// </summary>
internal static class Trainer
{
    private static readonly string[] Families = [
        "MultilayerPerceptron", "ConvolutionalNetwork", "RecurrentNetwork", "DeepBeliefNetwork", "TorchModule"];

    /// <summary>Family and task of every trainer.</summary>
    public static IEnumerable<object[]> All =>
        from task in new[] { "Multiclass", "Binary", "Regression" }
        from family in task == "Multiclass" ? Families.Append("Perceptron") : Families
        select new object[] { family, task };

    /// <summary>The families with a binary classifier.</summary>
    public static IEnumerable<object[]> Binary => Families.Select(family => new object[] { family });

    public static ITrainerEstimator<PredictionTransformer,
        NetworkModel> Create(MLContext ml, string family, string task, int epochs = 2, string? weights = null, int batchSize = 16,
        string? label = null)
    {
        var training = new TrainingOptions { Epochs = epochs, BatchSize = batchSize, LearningRate = 0.01, GradientClipNorm = 1 };
        var mlp = new MultilayerPerceptronOptions
        {
            LabelColumnName = label ?? LabelOf(task),
            ExampleWeightColumnName = weights,
            HiddenSizes = [6],
            Training = training
        };
        var cnn = new ConvolutionalNetworkOptions
        {
            LabelColumnName = label ?? LabelOf(task),
            ExampleWeightColumnName = weights,
            Height = 2,
            Width = 4,
            Layers = [new ConvolutionLayer(4, 3) { Padding = ConvolutionPadding.Same }],
            Training = training,
        };
        var recurrent = new RecurrentNetworkOptions
        {
            LabelColumnName = label ?? LabelOf(task),
            ExampleWeightColumnName = weights,
            Encoder = new LstmEncoder { HiddenSize = 6 },
            Training = training
        };
        var belief = new DeepBeliefPredictionOptions
        {
            LabelColumnName = label ?? LabelOf(task),
            ExampleWeightColumnName = weights,
            Layers = [new DeepBeliefLayer { HiddenSize = 6 }],
            // knows no weights
            Pretraining = new TrainingOptions { Epochs = 1, BatchSize = 16, LearningRate = weights is null ? null : 1e-30 },
            Training = training,
        };
        var own = new TorchModulePredictionOptions
        {
            LabelColumnName = label ?? LabelOf(task),
            ExampleWeightColumnName = weights,
            Training = training
        };
        var perceptron = new PerceptronOptions
        {
            LabelColumnName = label ?? LabelOf(task),
            ExampleWeightColumnName = weights,
            Training = new TrainingOptions { Epochs = epochs, BatchSize = weights is null ? null : batchSize }
        };
        return (family, task) switch
        {
            ("Perceptron", "Multiclass") => ml.MulticlassClassification.Trainers.Perceptron(perceptron),
            ("Perceptron", _) => ml.BinaryClassification.Trainers.Perceptron(perceptron),
            ("MultilayerPerceptron", "Multiclass") => ml.MulticlassClassification.Trainers.MultilayerPerceptron(mlp),
            ("MultilayerPerceptron", "Binary") => ml.BinaryClassification.Trainers.MultilayerPerceptron(mlp),
            ("MultilayerPerceptron", _) => ml.Regression.Trainers.MultilayerPerceptron(mlp),
            ("ConvolutionalNetwork", "Multiclass") => ml.MulticlassClassification.Trainers.ConvolutionalNetwork(cnn),
            ("ConvolutionalNetwork", "Binary") => ml.BinaryClassification.Trainers.ConvolutionalNetwork(cnn),
            ("ConvolutionalNetwork", _) => ml.Regression.Trainers.ConvolutionalNetwork(cnn),
            ("RecurrentNetwork", "Multiclass") => ml.MulticlassClassification.Trainers.RecurrentNetwork(recurrent),
            ("RecurrentNetwork", "Binary") => ml.BinaryClassification.Trainers.RecurrentNetwork(recurrent),
            ("RecurrentNetwork", _) => ml.Regression.Trainers.RecurrentNetwork(recurrent),
            ("TorchModule", "Multiclass") => ml.MulticlassClassification.Trainers.TorchModule(OwnModule, own),
            ("TorchModule", "Binary") => ml.BinaryClassification.Trainers.TorchModule(OwnModule, own),
            ("TorchModule", _) => ml.Regression.Trainers.TorchModule(OwnModule, own),
            ("DeepBeliefNetwork", "Multiclass") => ml.MulticlassClassification.Trainers.DeepBeliefNetwork(belief),
            ("DeepBeliefNetwork", "Binary") => ml.BinaryClassification.Trainers.DeepBeliefNetwork(belief),
            _ => ml.Regression.Trainers.DeepBeliefNetwork(belief),
        };
    }

    private static TwoLayers OwnModule(int features, int answers) => new(new TwoLayers.Sizes(features, 6, answers));

    public static string LabelOf(string task) => task switch { "Multiclass" => "Label", "Binary" => "IsFirst", _ => "Number" };
}
