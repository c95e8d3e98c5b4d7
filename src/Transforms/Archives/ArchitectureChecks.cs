using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>
/// What must hold of the architectures of networks that files describe; whether the weights fit is seen when they are built.
/// </summary>
internal static class ArchitectureChecks
{
    private const int MostSteps = 1 << 24; // of a sequence or window

    /// <summary>Sizes of dense layers and what stands between them.</summary>
    public static void Dense(IReadOnlyList<int> sizes, double dropout, string name)
    {
        for (var i = 0; i < sizes.Count; i++)
            Sound.Size(sizes[i], $"{name}[{i}]");
        Share(dropout, "Dropout");
    }

    /// <summary>An autoencoder.</summary>
    public static void Check(AutoencoderArchitecture a)
    {
        Sound.Size(a.InputSize, "InputSize");
        Sound.Size(a.CodeSize, "CodeSize");
        Sound.Size(a.OutputSize, "TargetSize");
        Dense(a.HiddenSizes, a.Dropout, "HiddenSizes");
        Dense(a.DecoderSizes ?? [], a.Dropout, "DecoderSizes");
        Sound.That(a.CodesKept is null or >= 1 && (a.CodesKept ?? 1) <= a.CodeSize, "CodesKept is not in [1, CodeSize]");
        Sound.That(a.LogVarianceLimit is null or > 0, "LogVarianceLimit is not above 0");
        if (a.Neighbours is { } neighbours)
            Sound.InRange(neighbours.Rows, 3, Sound.MostNumbers, "Neighbours.Rows");
        if (a.Convolution is not { } image)
            return;
        Sound.Product("Convolution", image.Channels, image.Height, image.Width);
        Sound.Same(a.InputSize, (long)image.Channels * image.Height * image.Width, "InputSize and the numbers of a picture");
        Sound.That(a.OutputSize % ((long)image.Height * image.Width) == 0, "TargetSize is no number of channels");
        Sound.InRange(image.KernelSize, 1, 1023, "KernelSize");
        Sound.InRange(image.Filters.Length, 1, 30, "the number of Filters");
        foreach (var filters in image.Filters)
            Sound.Size(filters, "Filters");
        if (!image.DenseCode)
            Sound.Same(a.CodeSize, image.LayerSizes()[^1], "CodeSize and the numbers of the last feature maps");
    }

    /// <summary>Recurrent layers.</summary>
    public static void Check(RecurrentStackArchitecture a, string name)
    {
        Sound.Size(a.InputSize, $"{name}.InputSize");
        a.Encoder.Validate(Sound.Part($"{name}.Encoder"));
        Sound.Size(a.Encoder.HiddenSize, $"{name}.HiddenSize");
        Sound.InRange(a.Encoder.LayerCount, 1, 1000, $"{name}.LayerCount");
        if (a.Encoder is TimeDelayEncoder delay)
            Sound.That(delay.LayerCount <= 24 && (long)delay.Taps << delay.LayerCount <= MostSteps,
                $"{name} looks back more than {MostSteps} steps");
    }

    /// <summary>A reader of sequences, and the shape of the sequences it reads.</summary>
    public static void Check(SequenceEncoderArchitecture a, Data.SequenceShape shape)
    {
        Check(a.Stack, "Stack");
        Sound.Same(a.KeyCount, shape.KeyCount, "the KeyCounts of shape and encoder");
        Sound.Same(a.StepSize, shape.StepSize, "the StepSizes of shape and encoder");
        Sound.InRange(a.SegmentLength, 0, MostSteps, "SegmentLength");
        Sound.InRange(shape.KeyCount, 0, Sound.MostNumbers, "KeyCount");
        Sound.InRange(a.EmbeddingSize, 0, Sound.MostNumbers, "EmbeddingSize");
        Sound.Product("MaximumLength steps", shape.MaximumLength, shape.StepSize);
        if (a.Front is not null)
            Check(a.Front, a.KeyCount, a.StepSize);
        if (shape.Frames is { } frames)
        {
            Sound.That(
                a.Front is not null && frames is { AreFiles: true, ChannelsLast: false, Channels: 1 or 3 },
                "frames are no files that are read");
            Sound.That(
                (frames.Channels, frames.Height, frames.Width)
                    == (a.Front!.Pictures.Channels, a.Front.Pictures.Height, a.Front.Pictures.Width),
                "the sizes of frames and of the pictures that are read differ");
        }
        Sound.Same(
            a.Stack.InputSize, a.KeyCount > 0 ? a.EmbeddingSize : a.Front?.StepSize ?? a.StepSize,
            "the numbers of a step and those that the layers read");
    }

    /// <summary>What makes steps of pictures.</summary>
    /// <param name="front">The layers.</param>
    /// <param name="keyCount">Keys of the sequences.</param>
    /// <param name="stepSize">Numbers per step of the sequences; of a picture that is read by its places, of the picture.</param>
    public static void Check(PictureFrontArchitecture front, int keyCount, int stepSize)
    {
        var a = front.Pictures;
        Sound.Same(keyCount, 0, "the keys of steps that are pictures");
        Sound.Same(a.AnswerSize, 0, "the answers of layers that make features");
        Sound.That(a.Layers.Length > 0, "there are no layers that make features of pictures");
        CheckLayers(a);
        Sound.Same(front.PictureSize, stepSize, "the numbers of a step and of a picture");
        Sound.That(!front.ReadsPlaces || !front.Output().IsFlat, "the layers that make places of a picture flatten it");
    }

    /// <summary>What writes a sequence key by key.</summary>
    /// <param name="a">The network.</param>
    /// <param name="maximumLength">Keys that are written at most.</param>
    /// <param name="beamWidth">Sequences kept while writing.</param>
    public static void CheckWriter(SequenceToSequenceArchitecture a, int maximumLength, int beamWidth)
    {
        Sound.Size(a.TargetCount, nameof(a.TargetCount));
        Sound.Size(a.EmbeddingSize, nameof(a.EmbeddingSize));
        a.Decoder.Validate(Sound.Part(nameof(a.Decoder)));
        Sound.InRange(a.Decoder.LayerCount, 1, 1000, "Decoder.LayerCount");
        Sound.That(a.Decoder is RecurrentEncoder or TransformerEncoder { Causal: true }, "its decoder does not write key by key");
        Sound.That(a.Decoder.LongestSequence is not { } longest || longest > maximumLength, "its decoder has too few positions");
        Sound.Product("the keys of all beams", maximumLength, beamWidth);
    }

    /// <summary>A machine.</summary>
    public static void Check(RbmArchitecture a)
    {
        Sound.Size(a.VisibleSize, "VisibleSize");
        Sound.Size(a.HiddenSize, "HiddenSize");
        Sound.That(!a.LearnsVariances || a.VisibleUnits == VisibleUnits.Gaussian, "variances are learned of units that have none");
        var isScaled = a.Scaling != ScalingForm.None || a.ReadsAsGiven;
        Sound.That(!isScaled || a.VisibleUnits == VisibleUnits.Gaussian, "Scaling is set, but the visible units are bits");
        Sound.That(a.Scaling == ScalingForm.None || !a.ReadsAsGiven, "Scaling is set, but numbers are read as given");
    }

    /// <summary>Machines on top of each other.</summary>
    public static void Check(IReadOnlyList<RbmArchitecture> machines)
    {
        Sound.That(machines.Count > 0, "there are no layers");
        for (var i = 0; i < machines.Count; i++)
        {
            Check(machines[i]);
            if (i > 0)
                Sound.Same(machines[i].VisibleSize, machines[i - 1].HiddenSize, $"the sizes on both sides of machine {i}");
        }
    }

    /// <summary>A convolutional network, and the pictures it reads.</summary>
    public static void Check(ConvolutionalArchitecture a, Data.ImageFormat format)
    {
        Sound.That(
            (a.Channels, a.Height, a.Width) == (format.Channels, format.Height, format.Width), "the pictures of format and network differ");
        Sound.Size(a.AnswerSize, "AnswerSize");
        CheckLayers(a);
    }

    private static void CheckLayers(ConvolutionalArchitecture a)
    {
        Sound.Product("the numbers of a picture", a.Channels, a.Height, a.Width);
        for (var i = 0; i < a.Layers.Length; i++)
            a.Layers[i].Validate(Sound.Part($"Layers[{i}]"));
        foreach (var perChannel in (float[]?[])[a.Means, a.Deviations])
            Sound.That(perChannel is null || perChannel.Length == a.Channels, "Means or Deviations are not one for each channel");
        Sound.That((a.Means is null) == (a.Deviations is null), "of Means and Deviations only one is there");
        foreach (var deviation in a.Deviations ?? [])
            Sound.That(float.IsFinite(deviation) && deviation > 0, "a deviation is not above 0");
        foreach (var layer in ConvolutionalPlan.Of(a).Layers)
            Sound.That(layer.Output.Count <= Sound.MostNumbers, $"layer '{layer.Name}' answers more than {Sound.MostNumbers} numbers");
    }

    /// <summary>A generator of rows.</summary>
    public static void Check(GeneratorArchitecture a)
    {
        Sound.Size(a.LatentSize, "LatentSize");
        Sound.That(Enum.IsDefined(a.Latent), "the distribution of the noise is none that is known");
        Sound.InRange(a.ConditionSize, 0, Sound.MostNumbers, "ConditionSize");
        Dense(a.HiddenSizes, 0, "HiddenSizes");
        foreach (var block in a.Blocks)
            Sound.Size(block.Width, "the width of a block");
        Sound.Size(a.Blocks.Sum(block => (long)block.Width), "the numbers of a row");
        Sound.That(a.Picture is not null || a.Growing is null, "Growing is set, but rows are no pictures");
        if (a.Picture is not { } picture)
            return;
        Sound.Product("the numbers of a picture", picture.Channels, picture.Height, picture.Width);
        Sound.Same(a.RowSize, (long)picture.Channels * picture.Height * picture.Width, "the numbers of a row and those of a picture");
        Sound.That(picture.Halvings >= 1, "the sides of a picture are odd");
        Sound.Product("the filters", picture.Filters, 1L << picture.Halvings);
        if (a.Growing is not { } growing)
            return;
        growing.Validate(Sound.Part("Growing"));
        Sound.Same(growing.Filters, picture.Filters, "the filters of a picture and of what grows it");
        Sound.Same(a.Blocks.Length, 1, "the numbers of blocks and of pictures in a row");
        Sound.That(a.LatentSize >= growing.FewestLatents(picture.Halvings), "LatentSize is smaller than the number of a picture's sizes");
    }

    /// <summary>A forecaster.</summary>
    public static void Check(RecurrentForecastArchitecture a)
    {
        Check(a.Stack, "Stack");
        Sound.InRange(a.WindowSize, 1, MostSteps, "WindowSize");
        Sound.InRange(a.Horizon, 1, MostSteps, "Horizon");
        Sound.InRange(a.FutureNumbers, 0, Sound.MostNumbers, "FutureNumbers");
        Sound.Product("the numbers of a window", a.WindowSize, a.Stack.InputSize);
        Sound.Product("the numbers known ahead", a.Horizon, Math.Max(1, a.FutureNumbers));
        Sound.Product("the numbers answered", a.Horizon, a.Answers);
        Sound.InRange(a.Members, 1, 10_000, "Members");
    }

    /// <summary>A share that is dropped.</summary>
    public static void Share(double value, string name) => Sound.That(value is >= 0 and < 1, $"{name} is {value}; it must be in [0, 1)");
}
