using DeepML.CommandLine.Tables;
using Microsoft.ML;

namespace DeepML.CommandLine.Training;

/// <summary>A convolutional network over pictures: files that a column names, or pixels, one to a column.</summary>
internal sealed class ConvolutionalKind()
    : TrainerKind("ConvolutionalNetwork", TaskNames.Multiclass, TaskNames.Binary, TaskNames.Regression)
{
    /// <inheritdoc/>
    public override Type Options => typeof(ConvolutionalNetworkOptions);

    /// <inheritdoc/>
    public override string? Fault(object options, TrainingColumns columns)
    {
        var pictures = (ConvolutionalNetworkOptions)options;
        if (pictures.FilePaths)
            return columns.Features is [(_, CellKind.Text)] ? null
                : "With FilePaths the trainer reads one column, of texts: name it in \"features\".";
        if (columns.Categories.FirstOrDefault() is { } text)
            return $"'{text}' holds no numbers. Pixels are numbers; for the paths of pictures set FilePaths to true.";
        return pictures is { Height: > 0, Width: > 0 } ? null
            : "Columns of pixels have no shape: set Height and Width (and Channels, where there are several); "
                + "for paths of pictures set FilePaths.";
    }

    /// <inheritdoc/>
    public override ITransformer Fit(TrainingRequest request)
    {
        var given = (ConvolutionalNetworkOptions)request.Options;
        var options = given with
        {
            LabelColumnName = request.Columns.Label!.Value.Name,
            FeatureColumnName = given.FilePaths ? request.Columns.Features[0].Name : FeatureColumn,
            Training = request.Accompanied(given.Training),
        };
        var ml = request.Ml;
        var trainer = request.Task switch
        {
            TaskNames.Multiclass => ml.MulticlassClassification.Trainers.ConvolutionalNetwork(options),
            TaskNames.Binary => ml.BinaryClassification.Trainers.ConvolutionalNetwork(options),
            _ => ml.Regression.Trainers.ConvolutionalNetwork(options),
        };
        return request.Chain(
            given.FilePaths ? null : Vector(request), (rows, validation) => trainer.Fit(rows, validation, null), Names(request));
    }
}
