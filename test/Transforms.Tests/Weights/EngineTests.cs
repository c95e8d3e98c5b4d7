using DeepML.Transforms.Tests.Scoring;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Weights;

/// <summary>A prediction engine is one of many users of a model: its end is not the model's.</summary>
[TestClass]
public sealed class EngineTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void The_second_engine_of_a_model_works_after_the_first_is_disposed_however_often()
    {
        var data = Blobs.Create(_ml, 20);
        using var model = FittedModels.Binary(_ml);
        var chain = _ml.Transforms.CopyColumns("Copy", "Features").Fit(data).Append(model);
        var expected = chain.Transform(data).GetColumn<float>("Score").First();
        var row = new Input { Features = data.GetColumn<float[]>("Features").First() };
        for (var i = 0; i < 1000; i++) // long enough for the compiler to have the second, optimizing look
        {
            using var engine = _ml.Model.CreatePredictionEngine<Input, Output>(chain, inputSchemaDefinition: Schema());
            Assert.AreEqual(expected, engine.Predict(row).Score, 1e-6f, $"engine {i}");
        }
        Assert.AreEqual(expected, chain.Transform(data).GetColumn<float>("Score").First());
    }

    [TestMethod]
    public void Disposing_the_model_ends_it_though_engines_were_made_and_disposed()
    {
        var data = Blobs.Create(_ml, 20);
        var model = FittedModels.Binary(_ml);
        var chain = _ml.Transforms.CopyColumns("Copy", "Features").Fit(data).Append(model);
        _ml.Model.CreatePredictionEngine<Input, Output>(chain, inputSchemaDefinition: Schema()).Dispose();
        Assert.HasCount(20, model.Transform(data).GetColumn<float>("Score"));
        var open = _ml.Model.CreatePredictionEngine<Input, Output>(chain, inputSchemaDefinition: Schema());
        model.Dispose(); // a chain that an engine has disposed remembers it, and does nothing
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Transform(data));
        open.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Transform(data));
    }

    [TestMethod]
    public void Disposing_a_chain_ends_the_models_in_it()
    {
        var data = Blobs.Create(_ml, 20);
        var model = FittedModels.Binary(_ml);
        _ml.Transforms.CopyColumns("Copy", "Features").Fit(data).Append(model).Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Transform(data));
    }

    private static SchemaDefinition Schema()
    {
        var schema = SchemaDefinition.Create(typeof(Input));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 8);
        return schema;
    }

    private sealed class Input
    {
        public float[] Features { get; set; } = [];
    }

    private sealed class Output
    {
        public float Score { get; set; }
    }
}
