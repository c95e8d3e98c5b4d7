using DeepML.Data;
using DeepML.Trainers;

namespace DeepML.Estimators;

/// <summary>What must hold where an autoencoder learns from pictures that are changed, spoiled, or seen by another network.</summary>
internal static class AutoencoderPictures
{
    /// <summary>Notes options that contradict each other.</summary>
    public static void Check(AutoencoderOptions o, OptionFaults faults, string prefix)
    {
        const string needsPictures = "null without Convolution: rows are no pictures", another = "another one without Convolution";
        var augmentation = prefix + nameof(o.Augmentation);
        if (o.Convolution is null)
        {
            if (o.Augmentation is not null)
                faults.Add(augmentation, "given", needsPictures);
            if (o.Perceptual is not null)
                faults.Add(prefix + nameof(o.Perceptual), "given", needsPictures);
            if (o.Corruption is PictureCorruption)
                faults.Add(prefix + nameof(o.Corruption), nameof(PictureCorruption), another);
        }
        o.Augmentation?.ValidateUnmixed(faults, augmentation);
        if (o.TargetColumnName is not null)
            o.Augmentation?.ValidateMoves(faults, augmentation, "TargetColumnName, of which each change would have to be the same");
        else if (o.FillMissingValues)
            o.Augmentation?.ValidateMoves(faults, augmentation, "FillMissingValues, where not every pixel is known");
        if (o.Perceptual is not null && o.Variational is not null)
            faults.Add(prefix + nameof(o.Perceptual), "given", "null with Variational, whose loss is a likelihood");
        if (o.Transfer is not { } transfer || o.Convolution is null)
            return;
        if (transfer.Model is not ConvolutionalNetworkTransformer)
            faults.Add($"{prefix}{nameof(o.Transfer)}.{nameof(transfer.Model)}", transfer.Model?.GetType().Name,
                "a ConvolutionalNetworkTransformer with Convolution; Fit goes on from an autoencoder of the same convolutions");
        if (transfer.KeepHead)
            faults.Add($"{prefix}{nameof(o.Transfer)}.{nameof(transfer.KeepHead)}", true, "false with Convolution: classes are no code");
    }

    /// <summary>Refuses changes that pictures of this size cannot have.</summary>
    /// <exception cref="ArgumentException">There are such.</exception>
    public static void Check(AutoencoderOptions options, SizedColumn input)
    {
        if (options.Augmentation is not { } augmentation || input is not ImageInput { Format: var format })
            return;
        var faults = new OptionFaults();
        augmentation.ValidateFor((format.Channels, format.Height, format.Width), faults, nameof(options.Augmentation));
        faults.ThrowIfAny("options");
    }

    /// <summary>Refuses to spoil pictures whose numbers are not in [0, 1].</summary>
    /// <exception cref="ArgumentException">There is such a number: column, row and slot are named.</exception>
    public static void Check(AutoencoderOptions options, FitRows rows, SizedColumn input)
    {
        if (options.Corruption is PictureCorruption && input is ImageInput pictures)
            ImageChecks.UnitInterval(rows, pictures);
    }
}
