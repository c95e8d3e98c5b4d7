using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;

namespace DeepML;

/// <summary>Pictures, architecture and training of a network that writes a sentence on each picture.</summary>
public sealed record ImageCaptionOptions : NetworkOptions
{
    /// <summary>Rows of pixels.</summary>
    /// <value>At least 1; 0 (the default) reads it from the column's type.</value>
    public int Height { get; init; }

    /// <summary>Pixels per row.</summary>
    /// <value>At least 1; 0 (the default) reads it from the column's type.</value>
    public int Width { get; init; }

    /// <summary>Numbers per pixel. Images and files are read as 1 (grey) or 3 (red, green, blue).</summary>
    /// <value>At least 1; 0 (the default) reads it from the column's type: 3 for images, 1 for vectors without dimensions.</value>
    public int Channels { get; init; }

    /// <summary>Whether vectors hold the channels of a pixel side by side, as ExtractPixels does when told to interleave.</summary>
    /// <value>The default is false: one plane after the other.</value>
    public bool ChannelsLast { get; init; }

    /// <summary>Whether the column holds paths of picture files, all of <see cref="Width"/> × <see cref="Height"/> pixels.</summary>
    /// <value>The default is false.</value>
    public bool FilePaths { get; init; }

    /// <summary>What is done with rows whose picture is missing or cannot be read; for images and files.</summary>
    /// <value>The default is <see cref="UnreadablePictures.Error"/>.</value>
    public UnreadablePictures WhenUnreadable { get; init; }

    /// <summary>The layers that make places of a picture; the last one must give a picture of two places or more.</summary>
    /// <value>
    /// Null (the default) takes convolutions of 3×3 with batch normalization and rectifiers, three or more, until at most 64 places are
    /// left; with a model in <see cref="Transfer"/> those of that model, as far as they have places.
    /// </value>
    public IReadOnlyList<ConvolutionalLayer>? Layers { get; init; }

    /// <summary>
    /// Weights of <see cref="Layers"/> to start from: a <see cref="ConvolutionalNetworkTransformer"/> fitted to pictures of this size, or a
    /// file of such weights. What stands behind the last layer with places is left out.
    /// </summary>
    /// <value>Null (the default) starts anew. Its <see cref="TransferOptions.KeepHead"/> must be false.</value>
    public TransferOptions? Transfer { get; init; }

    /// <summary>Subtracted from the channels, before <see cref="ChannelDeviations"/> divide them; published weights need theirs.</summary>
    /// <value>
    /// One finite number per channel; null (the default) subtracts nothing, or what the model in <see cref="Transfer"/>, or the one that is
    /// gone on from, subtracts. Both or none must be given, and none with a model in <see cref="Transfer"/>.
    /// </value>
    public IReadOnlyList<float>? ChannelMeans { get; init; }

    /// <summary>What the channels are divided by.</summary>
    /// <value>One number above 0 per channel; null (the default) as with <see cref="ChannelMeans"/>.</value>
    public IReadOnlyList<float>? ChannelDeviations { get; init; }

    /// <summary>
    /// What reads the places, line by line, before words are looked up in them; a decoder of the same kind writes the words.
    /// </summary>
    /// <value>
    /// The default is a <see cref="TransformerEncoder"/> of two layers of 64. The decoders are those of
    /// <see cref="SequenceToSequenceOptions.Encoder"/>: with a <see cref="RecurrentEncoder"/> one layer of the same units with additive
    /// attention to the places.
    /// </value>
    public SequenceEncoder Encoder { get; init; } = new TransformerEncoder { HiddenSize = 64, LayerCount = 2 };

    /// <summary>Whether the encoder also reads the places backwards.</summary>
    /// <value>
    /// Null (the default) is true, but for a <see cref="TransformerEncoder"/>, which looks both ways by itself and takes no true.
    /// </value>
    public bool? Bidirectional { get; init; }

    /// <summary>Words that are written at most.</summary>
    /// <value>At least 1; null (the default) takes the longest training sentence. Longer ones are cut.</value>
    public int? MaximumLength { get; init; }

    /// <summary>Numbers that stand for a word.</summary>
    /// <value>At least 1; the default is 32.</value>
    public int EmbeddingSize { get; init; } = 32;

    /// <summary>Share of the words at which the decoder is given the right one before: see
    /// <see cref="SequenceToSequenceOptions.TeacherForcing"/>.</summary>
    /// <value>In [0, 1]; the default is 1.</value>
    public double TeacherForcing { get; init; } = 1;

    /// <summary>Sentences kept while writing; 1 takes the likeliest word at each step.</summary>
    /// <value>At least 1, at most the number of words and one; the default is 1.</value>
    public int BeamWidth { get; init; } = 1;

    /// <summary>How the network is trained.</summary>
    /// <value>By default as long and at such a rate as suit the rows (docs/defaults.md), gradients clipped at a norm of 1.</value>
    public TrainingOptions Training { get; init; } = new() { GradientClipNorm = 1 };

    internal bool ReadsBackwards => Bidirectional ?? Encoder.ReadsBackwards;

    internal ImageFormat Format => new(Channels, Height, Width, ChannelsLast, FilePaths, WhenUnreadable == UnreadablePictures.SkipRow);

    internal override TrainingOptions Whole => Training;

    /// <summary>What makes places of pictures of a size.</summary>
    /// <exception cref="ArgumentException">A layer does not fit, or there are no places.</exception>
    internal PictureFrontArchitecture FrontFor(ImageFormat format)
    {
        ConvolutionalLayer[] layers = Layers is not null ? [.. Layers]
            : Transfer?.Model is ConvolutionalNetworkTransformer model ? CaptionLayers.Of(model.Plan)
            : [.. CaptionLayers.Usual(format.Height, format.Width)];
        var read = (Transfer?.Model as ConvolutionalNetworkTransformer)?.Plan.Architecture;
        var front = WithChannels(new PictureFrontArchitecture(
            new ConvolutionalArchitecture(
                format.Channels, format.Height, format.Width, layers, 0, "none", Means: read?.Means, Deviations: read?.Deviations),
            ReadsPlaces: true));
        var places = front.Output();
        if (places.IsFlat || places is { Height: 1, Width: 1 })
            throw new ArgumentException(
                $"The layers make {places} of pictures of {format}; captions need a picture of two places or more at their end. Leave "
                    + "dense layers out, or halve the sides less often.");
        return front;
    }

    /// <summary>The same with the means and deviations that are given; its own where none are.</summary>
    /// <exception cref="ArgumentException">There are more or fewer than channels.</exception>
    internal PictureFrontArchitecture WithChannels(PictureFrontArchitecture front)
    {
        if (ChannelMeans is null)
            return front;
        var faults = new OptionFaults();
        ChannelFaults.CheckCount(faults, ChannelMeans, front.Pictures.Channels);
        faults.ThrowIfAny("options");
        return front with { Pictures = front.Pictures with { Means = [.. ChannelMeans], Deviations = [.. ChannelDeviations!] } };
    }

    internal override void Validate(OptionFaults faults)
    {
        faults.AtLeast(Height, 0, nameof(Height));
        faults.AtLeast(Width, 0, nameof(Width));
        faults.AtLeast(Channels, 0, nameof(Channels));
        faults.Defined(WhenUnreadable, nameof(WhenUnreadable));
        if (FilePaths && (Height == 0 || Width == 0))
            faults.Add(nameof(FilePaths), FilePaths, $"false unless {nameof(Height)} and {nameof(Width)} are given");
        if (FilePaths && ChannelsLast)
            faults.Add(nameof(ChannelsLast), ChannelsLast, $"false with {nameof(FilePaths)}");
        ChannelFaults.Check(faults, ChannelMeans, ChannelDeviations);
        ValidateTransfer(faults);
        if (Layers is not null)
            ConvolutionalFront.Validate(Layers, new PartFaults("", (name, value, what) => faults.Add(name.TrimStart('.'), value, what)));
        SequenceFaults.Reading(faults, Encoder, EmbeddingSize, MaximumLength);
        SequenceFaults.Directions(faults, Bidirectional, Encoder);
        faults.InRange(TeacherForcing, 0, 1, nameof(TeacherForcing));
        faults.AtLeast(BeamWidth, 1, nameof(BeamWidth));
        SequenceFaults.Training(faults, Training, labels: false, whyFloat32: "a network that writes step by step");
    }

    private void ValidateTransfer(OptionFaults faults)
    {
        if (Transfer is null)
            return;
        Transfer.Validate(faults, nameof(Transfer));
        if (Transfer.KeepHead)
            faults.Add($"{nameof(Transfer)}.{nameof(Transfer.KeepHead)}", true, "false: sentences are no answer of such a network");
        if (Transfer.Model is { } model and not ConvolutionalNetworkTransformer)
            faults.Add(
                $"{nameof(Transfer)}.{nameof(Transfer.Model)}", model.GetType().Name, $"a {nameof(ConvolutionalNetworkTransformer)}");
        if (Transfer.Model is not null && Layers is not null)
            faults.Add(
                nameof(Layers), $"a list of {Layers.Count}",
                $"null with {nameof(Transfer)}.{nameof(Transfer.Model)}, whose layers are taken");
        if (Transfer.Model is not null && ChannelMeans is not null)
            faults.Add(
                nameof(ChannelMeans), $"a list of {ChannelMeans.Count}",
                $"null with {nameof(Transfer)}.{nameof(Transfer.Model)}, whose own are taken");
        if (string.IsNullOrEmpty(Transfer.WeightsFile) || Layers is not null)
            return;
        faults.Add(nameof(Layers), null, $"the layers whose weights {nameof(Transfer)}.{nameof(Transfer.WeightsFile)} holds");
    }
}
