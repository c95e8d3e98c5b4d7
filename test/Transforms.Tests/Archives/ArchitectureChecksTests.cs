using DeepML.Data;
using DeepML.Networks;

namespace DeepML.Transforms.Tests.Archives;

/// <summary>Sizes of networks as a damaged file may tell them: each fault is refused by name, and what is just within is read.</summary>
[TestClass]
public sealed class ArchitectureChecksTests
{
    private const int Most = 1 << 26;

    [TestMethod]
    public void Sizes_of_an_autoencoder_fit_together()
    {
        var sound = new AutoencoderArchitecture(12, [8], 4, Activation.ReLU, Activation.Identity, Activation.Identity);
        Sounds(
            sound, sound with { CodesKept = 1 }, sound with { CodesKept = 4 }, sound with { LogVarianceLimit = 1e-9 },
            sound with { Neighbours = new(3, false) }, sound with { Dropout = 0.999 }, sound with { DecoderSizes = [Most] });
        Refused(sound with { InputSize = 0 }, "InputSize is 0; it must be in [1, 67108864]");
        Refused(sound with { CodeSize = Most + 1 }, "CodeSize is 67108865");
        Refused(sound with { TargetSize = -1 }, "TargetSize is -1");
        Refused(sound with { HiddenSizes = [8, 0] }, "HiddenSizes[1] is 0");
        Refused(sound with { DecoderSizes = [0] }, "DecoderSizes[0] is 0");
        Refused(sound with { Dropout = 1 }, "Dropout is 1; it must be in [0, 1)");
        Refused(sound with { Dropout = -0.1 }, "Dropout is -0.1; it must be in [0, 1)");
        Refused(sound with { CodesKept = 0 }, "CodesKept");
        Refused(sound with { CodesKept = 5 }, "CodesKept");
        Refused(sound with { LogVarianceLimit = 0 }, "LogVarianceLimit");
        Refused(sound with { Neighbours = new(2, false) }, "Neighbours.Rows is 2; it must be in [3,");

        static void Sounds(params AutoencoderArchitecture[] all) => Array.ForEach(all, ArchitectureChecks.Check);
        static void Refused(AutoencoderArchitecture a, string said) => Is(() => ArchitectureChecks.Check(a), said);
    }

    [TestMethod]
    public void An_autoencoder_of_pictures_has_the_sizes_of_their_maps()
    {
        // 6 x 5 in two channels; the maps are halved, rounded up: 3 x 3, then 2 x 2.
        var image = new AutoencoderImageArchitecture(6, 5, 2, [4, 3], 3, DenseCode: false);
        var sound = new AutoencoderArchitecture(60, [], 12, Activation.ReLU, Activation.Identity, Activation.Identity)
        {
            Convolution = image
        };
        ArchitectureChecks.Check(sound);
        ArchitectureChecks.Check(sound with { CodeSize = 7, Convolution = image with { DenseCode = true } });
        ArchitectureChecks.Check(sound with { TargetSize = 30 });
        Refused(sound with { InputSize = 59 }, "InputSize and the numbers of a picture are 59 and 60");
        Refused(sound with { TargetSize = 31 }, "TargetSize is no number of channels");
        Refused(sound with { CodeSize = 13 }, "CodeSize and the numbers of the last feature maps are 13 and 12");
        Refused(sound with { Convolution = image with { KernelSize = 0 } }, "KernelSize is 0");
        Refused(sound with { Convolution = image with { KernelSize = 1024 } }, "KernelSize is 1024");
        Refused(sound with { Convolution = image with { Filters = [] } }, "the number of Filters is 0");
        Refused(sound with { Convolution = image with { Filters = new int[31] } }, "the number of Filters is 31");
        Refused(sound with { Convolution = image with { Filters = [4, -3] } }, "Filters is -3");
        Refused(sound with { Convolution = image with { Height = 1 << 14, Width = 1 << 14 } }, "Convolution are");

        static void Refused(AutoencoderArchitecture a, string said) => Is(() => ArchitectureChecks.Check(a), said);
    }

    [TestMethod]
    public void Layers_of_a_sequence_are_a_number_that_can_be_built()
    {
        var sound = new RecurrentStackArchitecture(new LstmEncoder { HiddenSize = 3 }, 2);
        ArchitectureChecks.Check(sound, "Stack");
        ArchitectureChecks.Check(sound with { Encoder = new LstmEncoder { LayerCount = 1000 } }, "Stack");
        ArchitectureChecks.Check(sound with { Encoder = new TimeDelayEncoder { Taps = 2, LayerCount = 23 } }, "Stack"); // 2^24 steps
        Refused(sound with { InputSize = 0 }, "Stack.InputSize is 0");
        Refused(sound with { Encoder = new LstmEncoder { HiddenSize = 0 } }, "Stack.Encoder.HiddenSize is 0");
        Refused(sound with { Encoder = new LstmEncoder { HiddenSize = Most + 1 } }, "HiddenSize is 67108865");
        Refused(sound with { Encoder = new LstmEncoder { LayerCount = 1001 } }, "LayerCount is 1001");
        Refused(sound with { Encoder = new TimeDelayEncoder { Taps = 2, LayerCount = 24 } }, "looks back more than 16777216 steps");
        Refused(sound with { Encoder = new TimeDelayEncoder { Taps = 2, LayerCount = 64 } }, "looks back more than 16777216 steps");

        static void Refused(RecurrentStackArchitecture a, string said) => Is(() => ArchitectureChecks.Check(a, "Stack"), said);
    }

    [TestMethod]
    public void A_reader_of_sequences_reads_what_its_shape_says()
    {
        var stack = new RecurrentStackArchitecture(new GruEncoder { HiddenSize = 3 }, 2);
        var numbers = new SequenceEncoderArchitecture(0, 2, 0, stack, 0);
        var keys = new SequenceEncoderArchitecture(7, 1, 2, stack, 4);
        Check(numbers, new(0, 2, 10));
        Check(keys, new(7, 1, 10));
        Refused(keys, new(8, 1, 10), "the KeyCounts of shape and encoder are 7 and 8");
        Refused(numbers, new(0, 3, 10), "the StepSizes of shape and encoder are 2 and 3");
        Refused(numbers with { SegmentLength = -1 }, new(0, 2, 10), "SegmentLength is -1");
        Refused(numbers with { SegmentLength = (1 << 24) + 1 }, new(0, 2, 10), "SegmentLength is 16777217");
        Refused(keys with { EmbeddingSize = -1 }, new(7, 1, 10), "EmbeddingSize is -1");
        Refused(keys with { EmbeddingSize = 3 }, new(7, 1, 10), "the numbers of a step and those that the layers read are 2 and 3");
        Refused(numbers, new(0, 2, 0), "MaximumLength steps is 0");
        Refused(numbers, new(0, 2, Most), "MaximumLength steps are 134217728");
        Refused(numbers, new(0, 2, 10, new ImageFormat(1, 2, 1, AreFiles: true)), "frames are no files that are read");

        static void Check(SequenceEncoderArchitecture a, SequenceShape shape) => ArchitectureChecks.Check(a, shape);
        static void Refused(SequenceEncoderArchitecture a, SequenceShape shape, string said) =>
            Is(() => ArchitectureChecks.Check(a, shape), said);
    }

    [TestMethod]
    public void What_makes_steps_of_pictures_makes_the_numbers_that_are_read()
    {
        ConvolutionalLayer[] layers = [new ConvolutionLayer(2, 3)];
        var pictures = new ConvolutionalArchitecture(1, 4, 4, layers, 0, "");
        var front = new PictureFrontArchitecture(pictures); // 2 maps of 2 x 2
        var sound = new SequenceEncoderArchitecture(
            0, 16, 0, new RecurrentStackArchitecture(new GruEncoder { HiddenSize = 3 }, 8), 0, ScalingForm.None, front);
        var frames = new ImageFormat(1, 4, 4, AreFiles: true);
        ArchitectureChecks.Check(sound, new(0, 16, 5));
        ArchitectureChecks.Check(sound, new(0, 16, 5, frames));
        Refused(sound, new(0, 16, 5, frames with { AreFiles = false }), "frames are no files that are read");
        Refused(sound, new(0, 16, 5, frames with { ChannelsLast = true }), "frames are no files that are read");
        Refused(sound, new(0, 16, 5, frames with { Channels = 2 }), "frames are no files that are read");
        Refused(sound, new(0, 16, 5, frames with { Height = 2, Width = 8 }), "the sizes of frames and of");
        Refused(With(pictures with { AnswerSize = 1 }), new(0, 16, 5), "the answers of layers that make features are 1 and 0");
        Refused(With(pictures with { Layers = [] }), new(0, 16, 5), "there are no layers that make features of pictures");
        Refused(With(pictures with { Width = 5 }), new(0, 16, 5), "the numbers of a step and of a picture are 20 and 16");
        Is(() => ArchitectureChecks.Check(front, keyCount: 3, stepSize: 16), "the keys of steps that are pictures are 3 and 0");
        var flat = new PictureFrontArchitecture(pictures with { Layers = [.. layers, new FlattenLayer()] }, ReadsPlaces: true);
        Is(() => ArchitectureChecks.Check(flat, 0, 16), "the layers that make places of a picture flatten it");
        ArchitectureChecks.Check(flat with { ReadsPlaces = false }, 0, 16);

        SequenceEncoderArchitecture With(ConvolutionalArchitecture a) => sound with { Front = new(a) };
        static void Refused(SequenceEncoderArchitecture a, SequenceShape shape, string said) =>
            Is(() => ArchitectureChecks.Check(a, shape), said);
    }

    [TestMethod]
    public void What_writes_sequences_goes_key_by_key_and_has_a_place_for_each()
    {
        var encoder = new SequenceEncoderArchitecture(7, 1, 2, new RecurrentStackArchitecture(new GruEncoder(), 2), 0);
        var sound = new SequenceToSequenceArchitecture(encoder, 9, 4, new GruEncoder { HiddenSize = 4 });
        Check(sound, 10, 3);
        Check(With(new TransformerEncoder { Causal = true, Positions = new LearnedPositions { MaximumLength = 11 } }), 10, 3);
        Check(sound, Most, 1);
        Refused(sound with { TargetCount = 0 }, 10, 3, "TargetCount is 0");
        Refused(sound with { EmbeddingSize = 0 }, 10, 3, "EmbeddingSize is 0");
        Refused(With(new GruEncoder { LayerCount = 1001 }), 10, 3, "Decoder.LayerCount is 1001");
        Refused(With(new TransformerEncoder { Causal = false }), 10, 3, "its decoder does not write key by key");
        Refused(With(new TimeDelayEncoder()), 10, 3, "its decoder does not write key by key");
        Refused(
            With(new TransformerEncoder { Causal = true, Positions = new LearnedPositions { MaximumLength = 10 } }), 10, 3,
            "its decoder has too few positions");
        Refused(sound, Most, 2, "the keys of all beams are 134217728");
        Refused(sound, 10, 0, "the keys of all beams is 0");

        SequenceToSequenceArchitecture With(SequenceEncoder decoder) => sound with { Decoder = decoder };
        static void Check(SequenceToSequenceArchitecture a, int length, int beams) => ArchitectureChecks.CheckWriter(a, length, beams);
        static void Refused(SequenceToSequenceArchitecture a, int length, int beams, string said) =>
            Is(() => ArchitectureChecks.CheckWriter(a, length, beams), said);
    }

    [TestMethod]
    public void Only_real_units_of_a_machine_are_scaled_or_vary()
    {
        var bits = new RbmArchitecture(6, 4, VisibleUnits.Bernoulli, HiddenUnits.Bernoulli);
        var real = bits with { VisibleUnits = VisibleUnits.Gaussian };
        foreach (var sound in new[]
        {
            bits, real, real with { LearnsVariances = true }, real with { ReadsAsGiven = true }, real with { Scaling = ScalingForm.Linear },
        })
            ArchitectureChecks.Check(sound);
        Refused(bits with { VisibleSize = 0 }, "VisibleSize is 0");
        Refused(bits with { HiddenSize = 0 }, "HiddenSize is 0");
        Refused(bits with { LearnsVariances = true }, "variances are learned of units that have none");
        Refused(bits with { Scaling = ScalingForm.Linear }, "Scaling is set, but the visible units are bits");
        Refused(bits with { ReadsAsGiven = true }, "Scaling is set, but the visible units are bits");
        Refused(real with { ReadsAsGiven = true, Scaling = ScalingForm.Linear }, "Scaling is set, but numbers are read as given");
        ArchitectureChecks.Check([bits, bits with { VisibleSize = 4, HiddenSize = 2 }]);
        Is(() => ArchitectureChecks.Check([]), "there are no layers");
        Is(() => ArchitectureChecks.Check([bits, bits]), "the sizes on both sides of machine 1 are 6 and 4");

        static void Refused(RbmArchitecture a, string said) => Is(() => ArchitectureChecks.Check(a), said);
    }

    [TestMethod]
    public void A_convolutional_network_reads_pictures_of_its_size_and_scales_every_channel()
    {
        var format = new ImageFormat(3, 6, 5);
        var sound = new ConvolutionalArchitecture(3, 6, 5, [new ConvolutionLayer(4, 3)], 2, "answer");
        ArchitectureChecks.Check(sound, format);
        ArchitectureChecks.Check(sound with { Means = [0, 0, 0], Deviations = [1, 1, 1e-9f] }, format);
        Refused(sound with { Height = 5 }, "the pictures of format and network differ");
        Refused(sound with { AnswerSize = 0 }, "AnswerSize is 0");
        Refused(sound with { Layers = [new ConvolutionLayer(0, 3)] }, "Layers[0].Filters is 0");
        Refused(sound with { Means = [0, 0], Deviations = [1, 1, 1] }, "Means or Deviations are not one for each channel");
        Refused(sound with { Means = [0, 0, 0], Deviations = [1] }, "Means or Deviations are not one for each channel");
        Refused(sound with { Means = [0, 0, 0] }, "of Means and Deviations only one is there");
        Refused(sound with { Means = [0, 0, 0], Deviations = [1, 0, 1] }, "a deviation is not above 0");
        Refused(sound with { Means = [0, 0, 0], Deviations = [1, float.NaN, 1] }, "a deviation is not above 0");
        Refused(sound with { Layers = [new ConvolutionLayer(1 << 24, 3)] }, "answers more than 67108864 numbers");

        void Refused(ConvolutionalArchitecture a, string said) => Is(() => ArchitectureChecks.Check(a, format), said);
    }

    [TestMethod]
    public void A_generator_makes_rows_of_blocks_or_pictures_that_can_be_halved()
    {
        var rows = new GeneratorArchitecture([new(RowBlockKind.Free, 3), new(RowBlockKind.Choice, 2)], 4, 0, [8], false, null);
        var pictures = rows with { Blocks = [new(RowBlockKind.Bounded, 192)], Picture = new PictureShape(3, 8, 8, 4) };
        ArchitectureChecks.Check(rows);
        ArchitectureChecks.Check(pictures);
        Refused(rows with { LatentSize = 0 }, "LatentSize is 0");
        Refused(rows with { Latent = (LatentDistribution)99 }, "the distribution of the noise is none that is known");
        Refused(rows with { ConditionSize = -1 }, "ConditionSize is -1");
        Refused(rows with { HiddenSizes = [0] }, "HiddenSizes[0] is 0");
        Refused(rows with { Blocks = [new(RowBlockKind.Free, 0)] }, "the width of a block is 0");
        Refused(rows with { Blocks = [] }, "the numbers of a row is 0");
        Refused(rows with { Blocks = [new(RowBlockKind.Free, Most), new(RowBlockKind.Free, 1)] }, "the numbers of a row is 67108865");
        Refused(pictures with { Picture = new PictureShape(3, 8, 6, 4) }, "are 192 and 144");
        Refused(pictures with { Blocks = [new(RowBlockKind.Bounded, 189)], Picture = new PictureShape(3, 9, 7, 4) }, "sides");
        Refused(pictures with { Picture = new PictureShape(3, 8, 8, Most) }, "the filters are");

        static void Refused(GeneratorArchitecture a, string said) => Is(() => ArchitectureChecks.Check(a), said);
    }

    [TestMethod]
    public void A_forecaster_looks_back_and_ahead_as_far_as_a_row_holds()
    {
        var sound = new RecurrentForecastArchitecture(
            new RecurrentStackArchitecture(new GruEncoder { HiddenSize = 3 }, 2), 24, 6, 0, 1, false, 1);
        ArchitectureChecks.Check(sound);
        ArchitectureChecks.Check(sound with { WindowSize = 1 << 24, Members = 10_000 });
        Refused(sound with { WindowSize = 0 }, "WindowSize is 0");
        Refused(sound with { WindowSize = (1 << 24) + 1 }, "WindowSize is 16777217");
        Refused(sound with { Horizon = 0 }, "Horizon is 0");
        Refused(sound with { FutureNumbers = -1 }, "FutureNumbers is -1");
        Refused(sound with { Answers = 0 }, "the numbers answered is 0");
        Refused(sound with { Horizon = 1 << 24, Answers = 5 }, "the numbers answered are 83886080");
        Refused(sound with { Horizon = 1 << 24, FutureNumbers = 5 }, "the numbers known ahead are 83886080");
        Refused(sound with { Stack = sound.Stack with { InputSize = 5 }, WindowSize = 1 << 24 }, "the numbers of a window are 83886080");
        Refused(sound with { Members = 0 }, "Members is 0");
        Refused(sound with { Members = 10_001 }, "Members is 10001");

        static void Refused(RecurrentForecastArchitecture a, string said) => Is(() => ArchitectureChecks.Check(a), said);
    }

    private static void Is(Action check, string said) => StringAssert.Contains(Assert.ThrowsExactly<FormatException>(check).Message, said);
}
