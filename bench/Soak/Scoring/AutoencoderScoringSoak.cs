using Microsoft.ML;

namespace DeepML.Bench;

internal sealed class AutoencoderScoringSoak : IScoringSoak
{
    public string Name => "score.autoencoder";

    public string Column => "Code";

    public IDataView Rows(MLContext ml, int? total) => SoakData.Rows(ml, 4_000, total);

    public ITransformer Fit(MLContext ml, IDataView rows, TrainingOptions training) =>
        ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions { Training = training }).Fit(rows);
}
