using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Autoencoder;

/// <summary>Columns whose slots mean the same as the input's keep the names of its slots.</summary>
[TestClass]
public sealed class AutoencoderSlotNamesTests
{
    private static readonly string[] Names = ["Length", "Width", "Height"];
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Reconstructions_errors_and_filled_columns_keep_the_names_of_the_slots_and_codes_have_none()
    {
        var chain = Estimator();
        var data = Data();
        using var model = chain.Fit(data);
        var named = model.Transform(data).Schema;
        foreach (var column in new[] { "Again", "Errors", "Whole" })
            CollectionAssert.AreEqual(Names, NamesOf(named[column]), column);
        Assert.IsFalse(named["Code"].HasSlotNames());
        var autoencoder = model.LastTransformer;
        CollectionAssert.AreEqual(Names, NamesOf(autoencoder.Reconstruct(model.Transform(data)).Schema["Features"]));
        CollectionAssert.AreEqual(Names, NamesOf(autoencoder.FillMissing(model.Transform(data)).Schema["Features"]));
        var promised = chain.GetOutputSchema(
            new SchemaShape(data.Schema.Select(column => DeepML.Data.SchemaShapes.Column(column.Name, column.Type))));
        Assert.IsTrue(promised.Single(column => column.Name == "Errors").Annotations.Any(a => a.Name == "SlotNames"),
            "what is kept is promised");
        Assert.IsFalse(promised.Single(column => column.Name == "Code").Annotations.Any(a => a.Name == "SlotNames"));
    }

    [TestMethod]
    public void A_loaded_model_keeps_the_names_of_the_data_it_reads()
    {
        var data = Data();
        using var stream = new MemoryStream();
        using (var model = Estimator().Fit(data))
            _ml.Model.Save(model, data.Schema, stream);
        stream.Position = 0;
        var loaded = _ml.Model.Load(stream, out _);
        CollectionAssert.AreEqual(Names, NamesOf(loaded.Transform(data).Schema["Errors"]));
        ((IDisposable)loaded).Dispose();
    }

    [TestMethod]
    public void Machines_keep_the_names_where_they_reconstruct()
    {
        var data = Data();
        var features = _ml.Transforms.Concatenate("Features", Names).Fit(data).Transform(data);
        using var machine = _ml.Transforms.RestrictedBoltzmannMachine("Hidden", "Features",
            new RbmOptions { HiddenSize = 2, Training = new TrainingOptions { Epochs = 1 } }).Fit(features);
        CollectionAssert.AreEqual(Names, NamesOf(machine.Reconstruct(features).Schema["Features"]));
        using var stack = _ml.Transforms.DeepBeliefNetwork("Top", "Features",
            new DeepBeliefOptions { Layers = [new() { HiddenSize = 2 }], Training = new TrainingOptions { Epochs = 1 } }).Fit(features);
        CollectionAssert.AreEqual(Names, NamesOf(stack.Reconstruct(features).Schema["Features"]));
    }

    private EstimatorChain<AutoencoderTransformer> Estimator() => _ml.Transforms.Concatenate("Features", Names)
        .Append(_ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            CodeSize = 2,
            FillMissingValues = true,
            Outputs = new AutoencoderOutputs { Reconstruction = "Again", FeatureErrors = "Errors", Filled = "Whole" },
            Training = new TrainingOptions { Epochs = 1 },
        }));

    private IDataView Data() =>
        _ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, 20).Select(i => new Row { Length = i % 2, Width = i % 3, Height = i % 5 }).ToArray());

    private static string[] NamesOf(DataViewSchema.Column column)
    {
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        column.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    private sealed class Row
    {
        public float Length { get; set; }

        public float Width { get; set; }

        public float Height { get; set; }
    }
}
