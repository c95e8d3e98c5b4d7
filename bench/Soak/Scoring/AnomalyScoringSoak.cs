using Microsoft.ML;

namespace DeepML.Bench;

internal sealed class AnomalyScoringSoak : IScoringSoak
{
    public string Name => "score.anomaly";

    public string Column => "Score";

    public IDataView Rows(MLContext ml, int? total) => SoakData.Rows(ml, 4_000, total);

    public ITransformer Fit(MLContext ml, IDataView rows, TrainingOptions training) =>
        ml.AnomalyDetection.Trainers.Autoencoder(
            new AutoencoderAnomalyOptions { Autoencoder = new AutoencoderOptions { Training = training } }).Fit(rows);
}
