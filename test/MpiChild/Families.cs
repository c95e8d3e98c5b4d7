using DeepML.Estimators;
using Microsoft.ML;

namespace DeepML.MpiChild;

/// <summary>A small network of each kind that processes train together.</summary>
internal static class Families
{
    /// <summary>Trains one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="ml">The context.</param>
    /// <param name="data">The rows.</param>
    /// <param name="training">How.</param>
    /// <param name="dropout">Share of hidden values that are dropped, where the network has any.</param>
    public static NetworkTransformer Fit(string name, MLContext ml, IDataView data, TrainingOptions training, double dropout)
    {
        IDataView Keyed() => ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(data).Transform(data);
        return name switch
        {
            "mlp" => ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
            {
                HiddenSizes = [24, 12],
                Dropout = dropout,
                Training = training,
            }).Fit(Keyed()),
            "normalized" => ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
            {
                HiddenSizes = [24],
                BatchNormalization = true,
                Training = training,
            }).Fit(Keyed()),
            "cnn" => ml.MulticlassClassification.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions
            {
                Height = 2,
                Width = 4,
                Layers = [new ConvolutionLayer(4, 3) { Padding = ConvolutionPadding.Same }, new ActivationLayer(Activation.ReLU)],
                Training = training,
            }).Fit(Keyed()),
            "recurrent" => ml.MulticlassClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
            {
                Encoder = new LstmEncoder { HiddenSize = 6 },
                Training = training,
            }).Fit(Keyed()),
            "autoencoder" => ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
            {
                HiddenSizes = [12],
                CodeSize = 3,
                Training = training,
            }).Fit(data),
            "forecast" => ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", new RecurrentForecastOptions
            {
                WindowSize = 12,
                Horizon = 4,
                Encoder = new GruEncoder { HiddenSize = 6 },
                Training = training,
            }).Fit(data),
            "perceptron" => ml.MulticlassClassification.Trainers.Perceptron(new PerceptronOptions { Training = training }).Fit(Keyed()),
            "rbm" => ml.Transforms.RestrictedBoltzmannMachine("Hidden", "Features", new RbmOptions
            {
                HiddenSize = 6,
                Training = training,
            }).Fit(data),
            "dbn" => ml.Transforms.DeepBeliefNetwork("Top", "Features", new DeepBeliefOptions
            {
                Layers = [new() { HiddenSize = 6 }, new() { HiddenSize = 4 }],
                Training = training,
            }).Fit(data),
            "open" => ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions { Training = training }).Fit(data),
            "anomaly" => ml.AnomalyDetection.Trainers.Autoencoder(new AutoencoderAnomalyOptions
            {
                Autoencoder = new AutoencoderOptions { Training = training },
            }).Fit(data),
            "pretrained" => ml.MulticlassClassification.Trainers.DeepBeliefNetwork(new DeepBeliefPredictionOptions
            {
                Layers = [new() { HiddenSize = 6 }, new() { HiddenSize = 4 }],
                Pretraining = new TrainingOptions { Epochs = 2, BatchSize = 16 },
                Training = training,
            }).Fit(Keyed()),
            "gan" => ml.Transforms.AugmentWithGan("Features", "Label", new GanAugmenterOptions
            {
                LatentSize = 4,
                GeneratorSizes = [16],
                DiscriminatorSizes = [16],
                Method = AugmentationMethod.Gan,
                Training = training,
            }).Fit(Keyed()),
            "persistent" => ml.Transforms.RestrictedBoltzmannMachine("Hidden", "Features", new RbmOptions
            {
                HiddenSize = 6,
                Persistent = true,
                Training = training,
            }).Fit(data),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such family."),
        };
    }
}
