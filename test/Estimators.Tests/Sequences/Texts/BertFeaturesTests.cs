using System.Text.Json.Nodes;
using DeepML.Data;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.RecurrentSequences;

/// <summary>A BERT from files, beside loops over its equations.</summary>
[TestClass]
public sealed class BertFeaturesTests
{
    private static readonly uint[][] Sentences = [[3, 8, 9, 5, 12, 4], [3, 20, 4], [3, 6, 6, 7, 1, 15, 11, 19, 4]];

    private readonly MLContext _ml = new(seed: 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("bert").FullName;
    private readonly BertReference _bert = new(seed: 1);

    [TestInitialize]
    public void Write() => _bert.Write(_folder);

    [TestCleanup]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void Vectors_and_hidden_words_are_those_of_the_equations()
    {
        using var model = Load(TokenFeatures.PerToken);
        var vectors = model.Transform(Data()).GetColumn<float[]>("Vectors").ToArray();
        for (var row = 0; row < Sentences.Length; row++)
        {
            var expected = _bert.Hidden([.. Sentences[row].Select(key => (int)key - 1)]).SelectMany(step => step).ToArray();
            Assert.HasCount(expected.Length, vectors[row]);
            for (var i = 0; i < expected.Length; i++)
                Assert.AreEqual(expected[i], vectors[row][i], 1e-5, $"row {row}, number {i}");
            var probabilities = _bert.Probabilities(
                [.. Sentences[row].Select((key, i) => i == 1 ? Masked : (int)key - 1)], 1);
            foreach (var (key, probability) in model.Fill(Sentences[row], 1, 20))
                Assert.AreEqual(probabilities[key - 1], probability, 1e-6, $"row {row}, key {key}");
        }
        Assert.AreEqual((BertReference.Vocabulary, BertReference.Places, BertReference.Width),
            (model.KeyCount, model.MaximumLength, model.FeatureSize));
    }

    [TestMethod]
    public void The_first_vector_and_the_mean_are_of_those_and_a_saved_model_needs_no_file()
    {
        var expected = _bert.Hidden([.. Sentences[0].Select(key => (int)key - 1)]);
        using var first = Load(TokenFeatures.First);
        using var mean = Load(TokenFeatures.Mean);
        using var file = new MemoryStream();
        _ml.Model.Save(mean, Data().Schema, file);
        File.Delete(Path.Combine(_folder, "model.safetensors"));
        using var loaded = (MaskedTokenModelTransformer)_ml.Model.Load(new MemoryStream(file.ToArray()), out _);
        var (head, middle) = (first.Transform(Data()).GetColumn<float[]>("Vectors").First(),
            loaded.Transform(Data()).GetColumn<float[]>("Vectors").First());
        for (var i = 0; i < BertReference.Width; i++)
        {
            Assert.AreEqual(expected[0][i], head[i], 1e-5);
            Assert.AreEqual(expected.Average(step => step[i]), middle[i], 1e-5);
        }
    }

    [TestMethod]
    public void Older_names_and_files_without_the_head_are_read()
    {
        foreach (var (name, weight) in _bert.Weights.ToArray())
        {
            _bert.Weights.Remove(name);
            if (!name.StartsWith("cls.", StringComparison.Ordinal))
                _bert.Weights[name["bert.".Length..]
                    .Replace("LayerNorm.weight", "LayerNorm.gamma").Replace("LayerNorm.bias", "LayerNorm.beta")] = weight;
        }
        _bert.Write(_folder);
        using var model = Load(TokenFeatures.First);
        var expected = new BertReference(seed: 1).Hidden([.. Sentences[1].Select(key => (int)key - 1)])[0];
        var given = model.Transform(Data()).GetColumn<float[]>("Vectors").ElementAt(1);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], given[i], 1e-5);
    }

    [TestMethod]
    public void It_goes_on_learning_from_the_weights_of_the_file()
    {
        using var bert = Load(TokenFeatures.Mean);
        using var further = _ml.Transforms.MaskedTokenModel("Vectors", "Keys", new MaskedTokenModelOptions
        {
            Encoder = bert.Encoder,
            EmbeddingSize = bert.EmbeddingSize,
            TiedWeights = true,
            MaximumLength = bert.MaximumLength,
            Training = new TrainingOptions { Epochs = 1, LearningRate = 1e-12 },
        }).Fit(Data(), bert);
        var (before, after) = (bert.Transform(Data()).GetColumn<float[]>("Vectors").First(),
            further.Transform(Data()).GetColumn<float[]>("Vectors").First());
        for (var i = 0; i < before.Length; i++)
            Assert.AreEqual(before[i], after[i], 1e-5);
    }

    [TestMethod]
    public void Keys_of_another_vocabulary_are_refused()
    {
        var fewer = Keyed([.. BertReference.Words.SkipLast(1)], [[3, 4]]);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Estimator(TokenFeatures.Mean).Fit(fewer)).Message,
            "Column 'Keys' has 19 keys, and the weights of");
        var unmasked = Keyed([.. BertReference.Words.Select(word => word == "[MASK]" ? "mask" : word)], [[3, 4]]);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Estimator(TokenFeatures.Mean).Fit(unmasked)).Message,
            "None of the values behind the keys of column 'Keys' is [MASK]");
    }

    [TestMethod]
    public void Weights_that_are_missing_odd_or_of_another_size_are_listed()
    {
        _bert.Weights.Remove("bert.encoder.layer.1.output.dense.bias");
        _bert.Weights["bert.encoder.layer.2.output.dense.bias"] = ([8], new float[8]);
        _bert.Write(_folder);
        var error = Assert.ThrowsExactly<ArgumentException>(() => Estimator(TokenFeatures.Mean).Fit(Data())).Message;
        StringAssert.Contains(error, "it has no 'encoder.layer.1.output.dense.bias'");
        StringAssert.Contains(error, "its 'encoder.layer.2.output.dense.bias' has no place here");
        _bert.Weights["bert.encoder.layer.1.output.dense.bias"] = ([7], new float[7]);
        _bert.Weights.Remove("bert.encoder.layer.2.output.dense.bias");
        _bert.Write(_folder);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Estimator(TokenFeatures.Mean).Fit(Data())).Message, "is [7] where [8] is needed");
    }

    [TestMethod]
    [DataRow("model_type", "\"roberta\"", "model_type is \"roberta\"; only bert can be read")]
    [DataRow("hidden_act", "\"gelu_new\"", "hidden_act is \"gelu_new\"; only gelu or relu can be read")]
    [DataRow("position_embedding_type", "\"relative_key\"", "only absolute can be read")]
    [DataRow("num_attention_heads", "3", "num_attention_heads is 3; it must divide hidden_size, 8")]
    [DataRow("vocab_size", "0", "vocab_size is 0, or nothing of it")]
    [DataRow("vocab_size", "\"many\"", "is no configuration in JSON")]
    public void A_configuration_of_another_network_says_what_is_wrong(string name, string value, string message)
    {
        var path = Path.Combine(_folder, "config.json");
        var configuration = JsonNode.Parse(File.ReadAllText(path))!;
        configuration[name] = JsonNode.Parse(value);
        File.WriteAllText(path, configuration.ToJsonString());
        StringAssert.Contains(
            Assert.ThrowsExactly<FormatException>(() => Estimator(TokenFeatures.Mean).Fit(Data())).Message, message);
    }

    [TestMethod]
    public void Files_that_are_not_there_and_bad_options_are_named()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.BertFeatures("V", "Keys", new BertFeaturesOptions
        {
            ConfigurationFile = " ",
            Features = (TokenFeatures)7,
            MaximumLength = 0,
        }));
        foreach (var fault in new[] { "WeightsFile is \"\"", "ConfigurationFile is \" \"", "Features is 7", "MaximumLength is 0" })
            StringAssert.Contains(error.Message, fault);
        var longer = new BertFeaturesOptions { WeightsFile = Path.Combine(_folder, "model.safetensors"), MaximumLength = 11 };
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.BertFeatures("V", "Keys", longer).Fit(Data())).Message,
            "MaximumLength is 11; the weights have 10 positions.");
        File.Delete(Path.Combine(_folder, "config.json"));
        Assert.ThrowsExactly<FileNotFoundException>(() => Estimator(TokenFeatures.Mean).Fit(Data()));
    }

    [TestMethod]
    public void The_schema_promised_is_the_schema_produced()
    {
        foreach (var features in Enum.GetValues<TokenFeatures>())
        {
            using var model = Load(features);
            var promised = Estimator(features).GetOutputSchema(Shape(Data().Schema)).Single(column => column.Name == "Vectors");
            var produced = Shape(model.Transform(Data()).Schema).Single(column => column.Name == "Vectors");
            Assert.AreEqual((promised.Kind, promised.ItemType), (produced.Kind, produced.ItemType), $"{features}");
        }
    }

    private static SchemaShape Shape(DataViewSchema schema) => new(schema.Where(c => !c.IsHidden).Select(c => SchemaShapes.Column(
        c.Name, c.Type)));

    private static int Masked => BertReference.Words.ToList().IndexOf("[MASK]");

    private BertFeaturesEstimator Estimator(TokenFeatures features) => _ml.Transforms.BertFeatures(
        "Vectors", "Keys", new BertFeaturesOptions { WeightsFile = Path.Combine(_folder, "model.safetensors"), Features = features });

    private MaskedTokenModelTransformer Load(TokenFeatures features) => Estimator(features).Fit(Data());

    private IDataView Data() => Keyed([.. BertReference.Words], Sentences);

    private IDataView Keyed(string[] vocabulary, uint[][] sentences)
    {
        var rows = _ml.Data.LoadFromEnumerable(
            sentences.Select(keys => new Row { Words = [.. keys.Select(key => vocabulary[key - 1])] }).ToArray());
        var known = _ml.Data.LoadFromEnumerable(vocabulary.Select(word => new Word { Value = word }).ToArray());
        return _ml.Transforms.Conversion.MapValueToKey("Keys", "Words", keyData: known).Fit(rows).Transform(rows);
    }

    private sealed class Row
    {
        public string[] Words { get; set; } = [];
    }

    private sealed class Word
    {
        public string Value { get; set; } = "";
    }
}
