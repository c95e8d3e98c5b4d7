using System.Diagnostics;
using System.Text.Json.Nodes;
using DeepML.Networks;
using Microsoft.ML;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Archives;

/// <summary>What a file says of a model is held against what it holds, before anything is built from it.</summary>
[TestClass]
public sealed class SoundModelTests
{
    private readonly MLContext _ml = new(seed: 1);

    static SoundModelTests() => TorchModules.Register<GoldenModule>();

    public static IEnumerable<object[]> Kinds => GoldenFolder.All().Select(folder => new object[] { folder.Kind, folder.Path });

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Every_network_asks_for_the_room_of_its_weights(string kind, string path)
    {
        using var model = new GoldenFolder(path).Load(_ml);
        var description = model.Description;
        using var room = WeightRoom.OfFile(long.MaxValue);
        using var network = (nn.Module)description.GetType().GetMethod("CreateNetwork")!.Invoke(description, null)!;
        var (parameters, all) = (network.parameters().Sum(p => p.numel()), network.state_dict().Values.Sum(t => t.numel()));
        Assert.IsLessThanOrEqualTo(all, (long)room.Taken, kind);
        if (!description.HasForeignBuffers)
            Assert.IsGreaterThanOrEqualTo(parameters * 9 / 10, (long)room.Taken, kind); // small vectors beside a kernel may go unasked
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void A_small_file_that_tells_of_a_thousand_million_units_is_refused_at_once(string kind, string path)
    {
        using var model = new GoldenFolder(path).Load(_ml);
        var parts = SavedParts.Of(model);
        if (parts.Description["Architecture"] is not { } architecture)
            return; // an own module's sizes are for its own code to check
        var before = Process.GetCurrentProcess().PeakWorkingSet64;
        foreach (var place in Sizes(architecture).Select(size => size.GetPath()))
        {
            var description = parts.Description;
            Sizes(description["Architecture"]!).Single(size => size.GetPath() == place).ReplaceWith(1_000_000_000);
            var clock = Stopwatch.StartNew();
            var error = Assert.ThrowsExactly<FormatException>(() => parts.With(description).Load(_ml), $"{kind}: {place}");
            Assert.IsLessThan(TimeSpan.FromSeconds(1), clock.Elapsed, $"{kind}: {place}: {error.Message}");
        }
        Assert.IsLessThan(300L << 20, Process.GetCurrentProcess().PeakWorkingSet64 - before, "bytes");
    }

    [TestMethod]
    public void Layers_without_number_are_refused_at_once()
    {
        using var model = GoldenFolder.Of(GoldenFolder.Root, "MultilayerPerceptron", 1).Load(_ml);
        var parts = SavedParts.Of(model);
        var description = parts.Description;
        description["Architecture"]!["HiddenSizes"] = new JsonArray(
            [.. Enumerable.Repeat(1, 300_000).Select(size => JsonValue.Create(size))]);
        StringAssert.Contains(Assert.ThrowsExactly<FormatException>(() => parts.With(description).Load(_ml)).Message, "300000 parts");
    }

    [TestMethod]
    [DataRow("Dropout", "7", "Dropout")]
    [DataRow("HiddenActivation", "99", "HiddenActivation")]
    [DataRow("HiddenSizes", "[4, null]", "HiddenSizes")]
    [DataRow("HiddenSizes", "[-4]", "HiddenSizes")]
    [DataRow("OutputSize", "2", "answers")]
    public void A_number_outside_its_range_is_refused_by_name(string member, string value, string said)
    {
        using var model = GoldenFolder.Of(GoldenFolder.Root, "MultilayerPerceptron", 1).Load(_ml);
        var parts = SavedParts.Of(model);
        var description = parts.Description;
        description["Architecture"]![member] = JsonNode.Parse(value);
        StringAssert.Contains(Assert.ThrowsExactly<FormatException>(() => parts.With(description).Load(_ml)).Message, said);
    }

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    public void Weights_that_are_no_finite_numbers_are_neither_loaded_nor_saved(float spoiled)
    {
        using var model = GoldenFolder.Of(GoldenFolder.Root, "Autoencoder", 1).Load(_ml);
        using (no_grad())
            model.NamedWeights["encoder.linear1.weight"][0, 0] = tensor(spoiled);
        var parts = SavedParts.Of(model);
        StringAssert.Contains(Assert.ThrowsExactly<FormatException>(() => parts.Load(_ml)).Message, "'encoder.linear1.weight'");
        var error = Assert.Throws<Exception>(() => _ml.Model.Save(model, null, new MemoryStream()));
        StringAssert.Contains((error.InnerException ?? error).Message, "'encoder.linear1.weight'");
    }

    [TestMethod]
    public void A_model_of_a_newer_version_or_of_an_unknown_kind_says_so()
    {
        using var model = GoldenFolder.Of(GoldenFolder.Root, "Autoencoder", 1).Load(_ml);
        var parts = SavedParts.Of(model);
        Refused(parts.Header with { Version = 99 }, "format version 99");
        Refused(parts.Header with { Kind = "Autoencodes" }, "'Autoencodes', which this version of DeepML does not know");

        void Refused(ArchiveHeader header, string said) =>
            StringAssert.Contains(Assert.ThrowsExactly<FormatException>(() => (parts with { Header = header }).Load(_ml)).Message, said);
    }

    private static IEnumerable<JsonNode> Sizes(JsonNode node) => node switch
    {
        JsonObject members => members.SelectMany(member => member.Value is null ? [] : Sizes(member.Value)),
        JsonArray items => items.SelectMany(item => item is null ? [] : Sizes(item)),
        JsonValue value when value.TryGetValue<int>(out var size) && !value.GetPath().EndsWith(".Seed", StringComparison.Ordinal)
            && !IsRate(value) => [value],
        _ => [],
    };

    // Shares, slopes and the numbers of kernels are written without a point where they are whole.
    private static bool IsRate(JsonValue value) =>
        new[]
        {
            "Dropout", "Rate", "Weight", "Epsilon", "Momentum", "Slope", "LogVarianceLimit", "Deviation", "Means[", "Kernel[", "Base",
            "StochasticDepth", "HiddenNoise",
        }.Any(name => value.GetPath().Contains(name, StringComparison.Ordinal));
}
