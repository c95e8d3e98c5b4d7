using System.Text.Json.Nodes;
using DeepML.Data;
using DeepML.Trainers;

namespace DeepML.Estimators;

/// <summary>What a fit is of, for its checkpoints: the options of its architecture and the columns it reads.</summary>
internal static class FitSettings
{
    /// <summary>
    /// Options that change no weight, each with the reason: a training may be taken up with others. A new option is compared unless it
    /// is named here.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, string> Apart = new Dictionary<string, string>
    {
        [nameof(TrainingOptions)] = "each training of a fit is compared by the options it runs with",
        [$"{nameof(AutoencoderOptions)}.{nameof(AutoencoderOptions.Outputs)}"] = "which columns the fitted model adds",
        [$"{nameof(AutoencoderAnomalyOptions)}.{nameof(AutoencoderAnomalyOptions.Contamination)}"] =
            "the threshold is found after the training",
        [$"{nameof(AutoencoderAnomalyOptions)}.{nameof(AutoencoderAnomalyOptions.LabelColumnName)}"] =
            "labels serve the threshold, found after the training",
        [$"{nameof(AutoencoderAnomalyOptions)}.{nameof(AutoencoderAnomalyOptions.WhenUnscorable)}"] =
            "what the fitted detector does with rows that no network can score",
        [$"{nameof(RbmOptions)}.{nameof(RbmOptions.FreeEnergyColumnName)}"] = "a column that the fitted model adds",
        [$"{nameof(TransferOptions)}.{nameof(TransferOptions.WeightsFile)}"] = "what the file holds is compared, not where it lies",
        [$"{nameof(TransferOptions)}.{nameof(TransferOptions.Model)}"] = "a hash of its weights is compared",
        [$"{nameof(SequenceToSequenceOptions)}.{nameof(SequenceToSequenceOptions.BeamWidth)}"] = "how the fitted model searches",
        [$"{nameof(ImageCaptionOptions)}.{nameof(ImageCaptionOptions.BeamWidth)}"] = "how the fitted model searches",
        [$"{nameof(SequenceToSequenceOptions)}.{nameof(SequenceToSequenceOptions.Outputs)}"] = "which columns the fitted model adds",
        [$"{nameof(SequenceStepsOptions)}.{nameof(SequenceStepsOptions.Outputs)}"] = "which columns the fitted model adds",
        [$"{nameof(CharacterLanguageModelOptions)}.{nameof(CharacterLanguageModelOptions.MaximumLength)}"] =
            "where the fitted model stops writing",
        [$"{nameof(SequenceLanguageModelOptions)}.{nameof(SequenceLanguageModelOptions.MaximumLength)}"] =
            "how much of a sequence the fitted model measures",
        [$"{nameof(PerceptualLoss)}.{nameof(PerceptualLoss.Network)}"] = "a hash of its weights is compared",
        [$"{nameof(ImageTranslationOptions)}.{nameof(ImageTranslationOptions.TileSize)}"] = "how the fitted model cuts large pictures",
        [$"{nameof(ImageTranslationOptions)}.{nameof(ImageTranslationOptions.UnfitSizes)}"] = "which sizes of pictures are refused",
        [$"{nameof(ImageTranslationOptions)}.{nameof(ImageTranslationOptions.EpochSheets)}"] = "where sheets of pictures are drawn",
        [$"{nameof(SegmentImageOptions)}.{nameof(SegmentImageOptions.TileSize)}"] = "how the fitted model cuts large pictures",
        [$"{nameof(SegmentImageOptions)}.{nameof(SegmentImageOptions.UnfitSizes)}"] = "which sizes of pictures are refused",
        [$"{nameof(SegmentImageOptions)}.{nameof(SegmentImageOptions.Answer)}"] = "how the fitted model shows the classes",
        [$"{nameof(GanAugmenterOptions)}.{nameof(GanAugmenterOptions.Amount)}"] = "how many rows the fitted model adds",
        [$"{nameof(GanAugmenterOptions)}.{nameof(GanAugmenterOptions.Method)}"] = "which rows the fitted model adds",
        [$"{nameof(GanAugmenterOptions)}.{nameof(GanAugmenterOptions.MarkerColumnName)}"] = "a column that the fitted model adds",
    };

    /// <summary>Describes a fit.</summary>
    /// <param name="options">The options of the architecture.</param>
    /// <param name="columns">The columns, as whoever reads them knows them.</param>
    public static JsonObject Describe(object options, object? columns)
    {
        var described = (JsonObject)Settings.Describe(options, Apart)!;
        described["Columns"] = Settings.Describe(columns, Apart);
        return described;
    }

    /// <summary>Names, types and sizes of columns that are read as numbers.</summary>
    public static object Of(IEnumerable<SizedColumn> columns) =>
        columns.Select(column => new Column(column.Name, column.Role, column.ExpectedType, column.Width)).ToArray();

    private sealed record Column(string Name, string Role, string Type, int Size);
}
