using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>LeNet-5 on pictures of 1×32×32, batch 32, Adam: one fit, the reading included.</summary>
internal class LeNet5Fit : ISpeedWorkload
{
    private const int Rows = 2048;
    private const int Epochs = 5;
    private readonly MLContext _ml = new(seed: 1);
    private readonly IDataView _rows;

    public LeNet5Fit() => _rows = ConvolutionalFit.Rows(_ml, Rows, 1, 32);

    public virtual string Name => "lenet5";

    public string PeerName => "lenet5";

    public string? PythonPeer => "convolutional.py";

    public string Unit => "images";

    protected virtual Precision Precision => Precision.Float32;

    public double Run() => ConvolutionalFit.Run(_ml, _rows, ConvolutionalNetworkKind.LeNet5, Rows, Epochs, Precision);
}

/// <summary>ResNet-18 on pictures of 3×32×32, batch 32, Adam: one fit, the reading included.</summary>
internal class ResNet18Fit : ISpeedWorkload
{
    private const int Rows = 320;
    private const int Epochs = 2;
    private readonly MLContext _ml = new(seed: 1);
    private readonly IDataView _rows;

    public ResNet18Fit() => _rows = ConvolutionalFit.Rows(_ml, Rows, 3, 32);

    public virtual string Name => "resnet18";

    public string PeerName => "resnet18";

    public string? PythonPeer => "convolutional.py";

    public string Unit => "images";

    protected virtual Precision Precision => Precision.Float32;

    public double Run() => ConvolutionalFit.Run(_ml, _rows, ConvolutionalNetworkKind.ResNet18, Rows, Epochs, Precision);
}

/// <summary>LeNet-5 in bfloat16, against the loop in float32.</summary>
internal sealed class LeNet5MixedFit : LeNet5Fit
{
    public override string Name => "lenet5_bf16";

    protected override Precision Precision => Precision.BFloat16;
}

/// <summary>ResNet-18 in bfloat16, against the loop in float32.</summary>
internal sealed class ResNet18MixedFit : ResNet18Fit
{
    public override string Name => "resnet18_bf16";

    protected override Precision Precision => Precision.BFloat16;
}

/// <summary>What the two share.</summary>
internal static class ConvolutionalFit
{
    public static IDataView Rows(MLContext ml, int rows, int channels, int side)
    {
        var random = new Random(1);
        var schema = SchemaDefinition.Create(typeof(PictureRow));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, channels, side, side);
        var data = ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, rows).Select(_ => new PictureRow
            {
                Features = [.. Enumerable.Range(0, channels * side * side).Select(_ => random.NextSingle())],
                Digit = random.Next(10),
            }).ToArray(), schema);
        return ml.Transforms.Conversion.MapValueToKey("Label", "Digit").Fit(data).Transform(data);
    }

    public static double Run(MLContext ml, IDataView rows, ConvolutionalNetworkKind kind, int count, int epochs, Precision precision)
    {
        var estimator = ml.MulticlassClassification.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions
        {
            Network = kind,
            Training = new TrainingOptions { Epochs = epochs, BatchSize = 32, Precision = precision },
        });
        var clock = Stopwatch.StartNew();
        using var model = estimator.Fit(rows);
        return count * epochs / clock.Elapsed.TotalSeconds;
    }

    private sealed class PictureRow
    {
        public float[] Features { get; set; } = [];

        public float Digit { get; set; }
    }
}
