using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.FewExamples;

/// <summary>Classes that are added to a fitted model and taken away from it.</summary>
[TestClass]
public sealed class PrototypesTransformerTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void The_prototype_of_an_added_class_is_the_mean_of_its_rows_over_any_number_of_blocks()
    {
        using var model = Model(["a", "b"]);
        var rows = Enumerable.Range(0, 600).Select(i => new Row { Features = [i % 3, 7] }).ToArray();
        using var more = model.AddClass("c", _ml.Data.LoadFromEnumerable(rows));
        CollectionAssert.AreEqual(new[] { "a", "b", "c" }, more.ClassNames.ToArray());
        CollectionAssert.AreEqual(
            new float[] { 0, 0, 10, 0, 1, 7 }, more.NamedWeights["prototypes"].data<float>().ToArray());
        Assert.AreEqual("b c", string.Join(' ', Told(more, [9, 0], [1, 5])));
        Assert.AreEqual("b b", string.Join(' ', Told(model, [9, 0], [6, 5])), "the model itself stays as it is");
        var slots = default(VBuffer<ReadOnlyMemory<char>>);
        more.GetOutputSchema(_ml.Data.LoadFromEnumerable(rows).Schema)["Score"].GetSlotNames(ref slots);
        Assert.AreEqual("a b c", string.Join(' ', slots.DenseValues()));
    }

    [TestMethod]
    public void A_class_taken_away_is_never_answered_and_may_be_added_again()
    {
        using var model = Model(["a", "b", "c"]);
        using var fewer = model.RemoveClass("b");
        CollectionAssert.AreEqual(new[] { "a", "c" }, fewer.ClassNames.ToArray());
        CollectionAssert.DoesNotContain(Told(fewer, [10, 0], [9, 1], [0, 0]), "b");
        using var again = fewer.AddClass("b", _ml.Data.LoadFromEnumerable(new[] { new Row { Features = [10, 0] } }));
        Assert.AreEqual("b", Told(again, [10, 0])[0]);
    }

    [TestMethod]
    public void What_cannot_be_added_or_taken_away_is_said()
    {
        using var model = Model(["a", "b"]);
        var some = _ml.Data.LoadFromEnumerable(new[] { new Row { Features = [1, 2] } });
        Says<InvalidOperationException>(
            "There are no rows of class 'c'; at least one is needed",
            () => model.AddClass("c", _ml.Data.LoadFromEnumerable(Array.Empty<Row>())));
        Says<ArgumentException>("The model knows class 'b' already", () => model.AddClass("b", some));
        Says<ArgumentOutOfRangeException>(
            "Vector<Single, 2>", () => model.AddClass("c", _ml.Data.LoadFromEnumerable(new[] { new Wide() })));
        Says<ArgumentOutOfRangeException>(
            "column 'Features'", () => model.AddClass("c", _ml.Data.LoadFromEnumerable(new[] { new Named() })));
        Says<InvalidOperationException>("'Features'", () => model.AddClass("c", _ml.Data.LoadFromEnumerable(
            new[] { new Row { Features = [float.NaN, 2] } })));
        Says<InvalidOperationException>("fitted without ClassDescriptions", () => model.AddClass("c", [1f]));
        Says<ArgumentException>("There is no class 'x'; there are a, b", () => model.RemoveClass("x"));
        Says<ArgumentException>("Without 'a' one class would be left", () => model.RemoveClass("a"));
        using var unnamed = Model(null);
        Says<InvalidOperationException>("have no names", () => unnamed.AddClass("c", some));
        Says<InvalidOperationException>("have no names", () => unnamed.RemoveClass("c"));
        Assert.IsEmpty(unnamed.ClassNames);
        using var numbers = Model(["1", "2.5"], NumberDataViewType.Single);
        Says<ArgumentException>(
            "The class cannot be called 'many': the label's values are of type Single", () => numbers.AddClass("many", some));
        using var more = numbers.AddClass("7", some);
        var values = default(VBuffer<float>);
        more.GetOutputSchema(some.Schema)["PredictedLabel"].GetKeyValues(ref values);
        CollectionAssert.AreEqual(new[] { 1, 2.5f, 7 }, values.DenseValues().ToArray());
        model.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.AddClass("c", some));
    }

    [TestMethod]
    public void Each_model_has_weights_of_its_own()
    {
        var model = Model(["a", "b"]);
        using var more = model.AddClass("c", _ml.Data.LoadFromEnumerable(new[] { new Row { Features = [5, 5] } }));
        model.Dispose();
        Assert.AreEqual("c", Told(more, [5, 5])[0]);
        using var unsure = (PrototypesTransformer)more.WithTemperature(4)!;
        using var further = unsure.AddClass("d", _ml.Data.LoadFromEnumerable(new[] { new Row { Features = [8, 8] } }));
        Assert.AreEqual("c d", string.Join(' ', Told(further, [5, 5], [8, 8])));
        Assert.AreEqual(4.0, further.Temperature, "what was calibrated stays");
    }

    [TestMethod]
    public void A_description_that_does_not_fit_together_is_refused()
    {
        var sound = Description(["a", "b"]);
        sound.Check();
        foreach (var damaged in new[]
        {
            sound with { Architecture = sound.Architecture with { ClassCount = 3 } },
            sound with { Format = new ImageFormat(1, 1, 2) },
            sound with { Architecture = sound.Architecture with { Describer = new DescriberArchitecture(0, []) } },
            Description(["a", "a"]),
            sound with
            {
                Architecture = sound.Architecture with
                {
                    Embedding = sound.Architecture.Embedding with
                    {
                        Dense = new MultilayerPerceptronArchitecture(3, [], 2, Activation.ReLU),
                    },
                },
            },
        })
            Assert.ThrowsExactly<FormatException>(damaged.Check);
        Assert.ThrowsExactly<FormatException>(new MetricEmbeddingDescription(
            "Vector", "Features", null, sound.Architecture.Embedding, new TrainingHistory()).Check);
    }

    [TestMethod]
    public void A_description_of_sequences_that_does_not_fit_together_is_refused()
    {
        var shape = new SequenceShape(0, 2, 3);
        var reading = new RecurrentSequenceArchitecture(
            new SequenceEncoderArchitecture(0, 2, 0, new RecurrentStackArchitecture(new GruEncoder { HiddenSize = 4 }, 2), 0),
            SequencePooling.Last, 5);
        var sound = Description(["a", "b"]) with
        {
            Architecture = new PrototypeArchitecture(new EmbeddingArchitecture(6, null, null, false, reading), 2, null),
            Shape = shape,
        };
        sound.Check();
        Assert.IsInstanceOfType<SequenceInput>(sound.InputAs("Other"));
        PrototypesDescription With(EmbeddingArchitecture embedding) =>
            sound with { Architecture = sound.Architecture with { Embedding = embedding } };
        var layers = sound.Architecture.Embedding;
        foreach (var (damaged, said) in new[]
        {
            (sound with { Shape = null }, "of sequences and layers for them only one is there"),
            (With(layers with { Sequences = null }), "of sequences and layers for them only one is there"),
            (With(layers with { Dense = new MultilayerPerceptronArchitecture(6, [], 2, Activation.ReLU) }), "two kinds of layers"),
            (With(layers with { InputSize = 8 }), "the numbers of a row and of a sequence"),
            (With(layers with { Sequences = reading with { AnswerSize = 0 } }), "AnswerSize"),
            (sound with { Shape = shape with { StepSize = 3, MaximumLength = 2 } }, "StepSizes"),
            (sound with { Format = new ImageFormat(1, 2, 3) }, "of pictures and layers for them only one is there"),
        })
            Says<FormatException>(said, damaged.Check);
        new MetricEmbeddingDescription("Vector", "Features", null, layers, new TrainingHistory(), shape).Check();
        Says<FormatException>(
            "only one is there", new MetricEmbeddingDescription("Vector", "Features", null, layers, new TrainingHistory()).Check);
    }

    private static void Says<TError>(string part, Action action)
        where TError : Exception => StringAssert.Contains(Assert.ThrowsExactly<TError>(action).Message, part);

    private string[] Told(PrototypesTransformer model, params float[][] rows) =>
        [.. model.Transform(_ml.Data.LoadFromEnumerable(rows.Select(row => new Row { Features = row }).ToArray()))
            .GetColumn<uint>("PredictedLabel").Select(key => model.ClassNames[(int)key - 1])];

    private static PrototypesDescription Description(string[]? names, DataViewType? type = null) => new(
        "Features", null, new PrototypeArchitecture(new EmbeddingArchitecture(2, null, null, false), names?.Length ?? 2, null),
        new MulticlassHead(
            names?.Length ?? 2, names is null ? null : new KeyValues((type ?? TextDataViewType.Instance).ToString()!, names)),
        new TrainingHistory());

    // Class i is at (10·i, 0).
    private PrototypesTransformer Model(string[]? names, DataViewType? type = null)
    {
        var description = Description(names, type);
        var count = description.Architecture.ClassCount;
        var network = description.CreateNetwork();
        using (var places = tensor(Enumerable.Range(0, count).SelectMany(i => new float[] { 10 * i, 0 }).ToArray(), [count, 2]))
            network.SetPrototypes(places, new float[count]);
        return new PrototypesTransformer(_ml, description, network, CPU);
    }

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Wide
    {
        [VectorType(3)]
        public float[] Features { get; set; } = new float[3];
    }

    private sealed class Named
    {
        public string Name { get; set; } = "";
    }
}
