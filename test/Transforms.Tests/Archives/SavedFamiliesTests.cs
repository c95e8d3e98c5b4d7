using System.Reflection;
using System.Text.Json.Nodes;
using DeepML.Networks;

namespace DeepML.Transforms.Tests.Archives;

/// <summary>Records of which there are several kinds come back from a saved model as the kind that they were.</summary>
[TestClass]
public sealed class SavedFamiliesTests
{
    public static IEnumerable<object[]> Families =>
        [[typeof(ForecastDistribution)], [typeof(SequenceEncoder)], [typeof(RecurrentEncoder)], [typeof(PositionEncoding)],
            [typeof(ConvolutionalLayer)], [typeof(ImageFilter)], [typeof(SeriesOperation)]];

    [TestMethod]
    [DynamicData(nameof(Families))]
    public void Every_kind_of_a_family_has_a_name_of_its_own_in_files(Type family)
    {
        var kinds = family.Assembly.GetTypes().Where(type => !type.IsAbstract && family.IsAssignableFrom(type)).ToArray();
        Assert.IsGreaterThan(1, kinds.Length);
        var names = kinds.Select(kind => kind.GetCustomAttribute<SavedAsAttribute>()?.Name).ToArray();
        CollectionAssert.AllItemsAreNotNull(names, string.Join(", ", kinds.Select(kind => kind.Name)));
        CollectionAssert.AllItemsAreUnique(names);
    }

    [TestMethod]
    public void A_distribution_is_read_back_as_the_kind_that_it_was_with_its_settings()
    {
        foreach (var distribution in new ForecastDistribution[]
        {
            new PointForecast(), new QuantileForecast(), new GaussianForecast(), new StudentTForecast { DegreesOfFreedom = 2.5 },
        })
            Assert.AreEqual(distribution, ArchiveJson.Read<ForecastSpread>(Written(distribution)).Distribution);
    }

    [TestMethod]
    public void Layers_over_sequences_are_read_back_as_the_kind_that_they_were_with_their_settings()
    {
        foreach (var encoder in new SequenceEncoder[]
        {
            new LstmEncoder { HiddenSize = 3 }, new GruEncoder { LayerCount = 2, Dropout = 0.25 },
            new ElmanEncoder { Activation = Activation.ReLU },
            new ElmanEncoder(),
            new PeepholeLstmEncoder(), new TimeDelayEncoder { Taps = 2 }, new GruEncoder { ResetBefore = true },
            new ElmanEncoder { Activation = Activation.HardTanh },
            new TimeDelayEncoder { LayerCount = 2, Delays = [[0, 1, 2], [0, 3]], BothWays = true, Activation = Activation.Tanh },
            new TransformerEncoder { HeadCount = 2, FeedForwardSize = 7, NormalizeFirst = false, Causal = true },
            new TransformerEncoder { Positions = new LearnedPositions { MaximumLength = 9 } },
            new TransformerEncoder { Positions = new RotaryPositions { Base = 500 } },
            new AttentionLstmEncoder { AttentionSize = 3, Causal = true },
        })
        {
            var written = JsonNode.Parse(ArchiveJson.Write(new StackDescription(new RecurrentStackArchitecture(encoder, 2, true))))!;
            Assert.AreEqual(new RecurrentStackArchitecture(encoder, 2, true), ArchiveJson.Read<StackDescription>(written).Stack);
        }
    }

    [TestMethod]
    [DataRow(false, Activation.Tanh)]
    [DataRow(true, Activation.ReLU)]
    public void Plain_recurrence_that_was_saved_while_it_had_two_functions_keeps_its_own(bool rectified, Activation expected)
    {
        var written = JsonNode.Parse(ArchiveJson.Write(new StackDescription(new RecurrentStackArchitecture(new ElmanEncoder(), 2))))!;
        var encoder = written["Stack"]!["Encoder"]!.AsObject();
        Assert.IsFalse(encoder.ContainsKey("Rectified"), "it is written no more");
        encoder.Remove("Activation");
        encoder["Rectified"] = rectified;
        Assert.AreEqual(
            new ElmanEncoder { Activation = expected }, ArchiveJson.Read<StackDescription>(written).Stack.Encoder);
    }

    [TestMethod]
    public void Layers_over_pictures_are_read_back_as_the_kind_that_they_were_with_their_settings()
    {
        ConvolutionalLayer[] layers =
        [
            new ConvolutionLayer(4, 3) { Stride = 2, Padding = ConvolutionPadding.Same, Bias = false, Name = "stem" },
            new BatchNormalizationLayer { Momentum = 0.2 }, new ActivationLayer(Activation.LeakyReLU) { Slope = 0.1 },
            new PoolingLayer(PoolingKind.Average) { Stride = 1, Padding = 1, RoundUp = true },
            new ResidualBlock(4) { Bottleneck = true, PreActivation = true },
            new InceptionBlock(1, 2, 3, 4, 5, 6) { LargeKernel = 3 }, new AuxiliaryHead { Weight = 0.2, Units = 9 },
            new DropoutLayer(0.25), new FlattenLayer(), new DenseLayer(7) { Bias = false },
            new SubsamplingLayer(3) { Function = Activation.Tanh }, new MaxoutLayer(4, 3),
            new ConvolutionLayer(1, 1) { Padding = ConvolutionPadding.Circular },
        ];
        var written = JsonNode.Parse(ArchiveJson.Write(new LayersDescription(layers)))!;
        CollectionAssert.AreEqual(layers, ArchiveJson.Read<LayersDescription>(written).Layers);
        Assert.AreEqual("residual block", (string?)written["Layers"]![4]!["kind"]);
    }

    [TestMethod]
    public void Tables_of_connections_are_read_back()
    {
        ConvolutionalLayer[] layers = [new ConvolutionLayer(16, 5) { Connections = ConnectionTable.LeNet5 }];
        var read = (ConvolutionLayer)ArchiveJson.Read<LayersDescription>(
            JsonNode.Parse(ArchiveJson.Write(new LayersDescription(layers)))!).Layers[0];
        Assert.HasCount(16, read.Connections!);
        for (var filter = 0; filter < 16; filter++)
            CollectionAssert.AreEqual(ConnectionTable.LeNet5[filter].ToArray(), read.Connections![filter].ToArray());
    }

    [TestMethod]
    public void Filters_of_pictures_are_read_back_as_the_kind_that_they_were_with_their_settings()
    {
        ImageFilter[] filters =
        [
            new ContrastStretchingFilter { CutOff = 0.1 }, new HistogramEqualizationFilter(), new BinarizationFilter { Threshold = 0.25 },
            new BinarizationFilter(), new ComplementFilter(), new GreyFilter(), new BoundaryFilter(), new ResizeFilter(3, 4),
        ];
        var described = new FiltersDescription([KernelFilter.SobelX with { Absolute = true }, .. filters]);
        var written = JsonNode.Parse(ArchiveJson.Write(described))!;
        var read = ArchiveJson.Read<FiltersDescription>(written).Filters;
        CollectionAssert.AreEqual(filters, read[1..]);
        var kernel = (KernelFilter)read[0];
        Assert.IsTrue(kernel.Absolute);
        CollectionAssert.AreEqual(
            KernelFilter.SobelX.Kernel.SelectMany(row => row).ToArray(), kernel.Kernel.SelectMany(row => row).ToArray());
    }

    [TestMethod]
    public void Operations_on_series_are_read_back_as_the_kind_that_they_were_with_their_settings()
    {
        SeriesOperation[] operations =
        [
            new GapFilling { Method = GapFillMethod.Seasonal, Period = 7, Limit = 3, MarkColumnName = "Marks" },
            new CounterDifferences { Per = TimeSpan.FromSeconds(90), WrapsAt = 1e6, Initial = 0.5, BreakColumnName = "Breaks" },
            new CounterDifferences(), new SeriesLag { By = 3, Initial = -1 }, new FaultsAhead { Horizon = 9, WeightColumnName = "Weight" },
            new SlidingWindows { Length = 4, Horizon = 2, Step = 3, TargetColumnName = "Next", KeepOpenWindows = true },
            new RemainingLife { Limit = 9, CensoredColumnName = "Censored" },
            new SeriesScaling { Method = SeriesScalingMethod.Robust },
        ];
        var statistics = new RollingStatistics { Length = 9, MinimumCount = 2, Statistics = [RollingStatistic.Slope] };
        var read = ArchiveJson.Read<OperationsDescription>(
            JsonNode.Parse(ArchiveJson.Write(new OperationsDescription([statistics, .. operations])))!).Operations;
        CollectionAssert.AreEqual(operations, read[1..]);
        var rolling = (RollingStatistics)read[0];
        Assert.AreEqual(statistics with { Statistics = rolling.Statistics }, rolling);
        CollectionAssert.AreEqual(new[] { RollingStatistic.Slope }, rolling.Statistics.ToArray());
    }

    [TestMethod]
    public void A_kind_that_is_not_known_is_a_damaged_or_foreign_description()
    {
        var spread = Written(new PointForecast());
        spread["Distribution"]!["kind"] = "uniform";
        StringAssert.Contains(
            Assert.ThrowsExactly<FormatException>(() => ArchiveJson.Read<ForecastSpread>(spread)).Message, "damaged or foreign");
    }

    private static JsonNode Written(ForecastDistribution distribution) =>
        JsonNode.Parse(ArchiveJson.Write(new Description(new ForecastSpread(distribution, 0.9))))![nameof(Description.Spread)]!;

    private sealed record StackDescription(RecurrentStackArchitecture Stack) : IModelDescription
    {
        public TrainingHistory History => throw new NotSupportedException("computed members are no part of a file");

        public void Check()
        {
        }
    }

    private sealed record FiltersDescription(ImageFilter[] Filters) : IModelDescription
    {
        public TrainingHistory History => throw new NotSupportedException("computed members are no part of a file");

        public void Check()
        {
        }
    }

    private sealed record OperationsDescription(SeriesOperation[] Operations) : IModelDescription
    {
        public TrainingHistory History => throw new NotSupportedException("computed members are no part of a file");

        public void Check()
        {
        }
    }

    private sealed record LayersDescription(ConvolutionalLayer[] Layers) : IModelDescription
    {
        public TrainingHistory History => throw new NotSupportedException("computed members are no part of a file");

        public void Check()
        {
        }
    }

    private sealed record Description(ForecastSpread Spread) : IModelDescription
    {
        public TrainingHistory History => throw new NotSupportedException("computed members are no part of a file");

        public void Check()
        {
        }
    }
}
