using DeepML.Samples;

var samples = new Dictionary<string, (string What, Func<SampleOutput, string[], int> Run)>
{
    ["digits"] = ("handwritten digits: raw pixels, principal components and an autoencoder's code compared", Digits.Run),
    ["forecast"] = ("airline passengers: a recurrent forecaster with bounds, and an engine that observes", Forecast.Run),
    ["text"] = ("opinions from words in their order, and a character model that writes", Text.Run),
    ["seq2seq"] = ("dates as people write them turned into dates as machines write them", Seq2Seq.Run),
    ["between"] = ("curves in three numbers each: the way from one to another, and odd ones by their error", Between.Run),
    ["morse"] = ("noisy signals in Morse's code read as letters, learned without being told when each was sent", Morse.Run),
    ["music"] = ("melodies: a causal transformer foresees the next note beside a bigram and a trigram, and writes", Music.Run),
    ["speech"] = ("vowels of generated voices in noise, from WAV files to their names by mel spectrograms and a GRU", Speech.Run),
    ["music"] = ("melodies: a causal transformer foresees the next note beside a bigram and a trigram, writes and draws", Music.Run),
    ["video"] = ("films of a ball that rises or falls, which no single frame tells, beside the last frame alone", Video.Run),
    ["caption"] = ("sentences on drawn pictures of two shapes, and which is left of the other or above it", Caption.Run),
    ["images"] = ("a folder of pictures per class: a small network, what it sees, and where it errs", Images.Run),
    ["fewshot"] = ("three digits added to a classifier of seven by five rows each, without training", FewShot.Run),
    ["mnist"] = ("MNIST's digits: LeNet-5, the small network and a linear model", Mnist.Run),
    ["superresolve"] = ("drawn scenes of half the size made larger, beside bicubic interpolation", ImageSamples.SuperResolve),
    ["inpaint"] = ("holes in drawn scenes filled, and nothing else changed", ImageSamples.Inpaint),
    ["watermark"] = ("half-transparent marks taken off drawn scenes", ImageSamples.Watermark),
    ["translate"] = ("outlines of drawn scenes filled, learned from pairs", ImageSamples.Translate),
    ["colour"] = ("grey scenes coloured by the form of what they show", ImageSamples.Colour),
    ["unpaired"] = ("scenes by day made into scenes at night, and back, learned without pairs", KindSamples.Unpaired),
    ["segment"] = ("which pixels belong to a disc, a square, a triangle or the ground, beside a threshold", ImageSamples.Segment),
    ["rbm"] = ("restricted Boltzmann machine and deep belief network: weights, samples, few labels", Rbm.Run),
    ["recommend"] = ("recommendations from ratings; takes a path to a MovieLens folder", Recommend.Run),
    ["digits-reload"] = ("scores the digits with a saved model (started by the sample 'digits')", Digits.Reload),
    ["denoise"] = ("a denoising autoencoder cleans pictures of three kinds of noise", Denoise.Run),
    ["compress"] = ("pictures in two numbers: 784-300-2, and the plane of codes as a picture", Compress.Run),
    ["anomaly"] = ("a digit never seen stands out by its reconstruction error", Anomaly.Run),
    ["impute"] = ("missing pixels and unknown ratings filled in", Impute.Run),
    ["letters"] = ("damaged letters recalled by a Hopfield memory and named by a Hamming network", Letters.Run),
    ["groups"] = ("customers and pictures grouped without labels: k-means on an autoencoder's code, silhouettes", Groups.Run),
    ["sales"] = ("weekly sales of forty products, one recurrent network of ten units: loss, and forecast against truth", Sales.Run),
    ["domain"] = ("digits of two scanners, one without labels: a network in which the scanners look alike", Domain.Run),
    ["search"] = ("digits: layers, dropout, rate and function of a perceptron found by trials that end early", Search.Run),
    ["control"] = ("a simulated heater: experiment, process model, controller; responses before and after", Control.Run),
    ["watch"] = ("two simulated pumps: raw readings, one saved chain, alerts with the sensor that is to blame", Watch.Run),
    ["together"] = ("digits learned and scored by all processes that mpirun has started, or by this one", Together.Run),
    ["own-module"] = ("a module of one's own, a Kolmogorov-Arnold network, in a pipeline that is saved", OwnModule.Run),
    ["own-module-score"] = ("scores with the saved model (started by the sample 'own-module')", OwnModule.Score),
    ["faces"] = ("drawn faces, and more of them from a generator that grows: style (or progressive, laplacian)", Faces.Run),
    ["augment"] = ("digits of which three are rare: a generative adversarial network makes more of them for training", Augment.Run),
};

var plain = args.Contains("--plain");
var rest = args.Where(a => a != "--plain").ToArray();
var help = rest.Length > 0 && rest[0] is "help" or "--help" or "-h";
if (rest.Length == 0 || help || !samples.TryGetValue(rest[0], out var sample))
{
    var to = help ? Console.Out : Console.Error;
    to.WriteLine("usage: DeepML.Samples NAME [--plain] [options]");
    foreach (var (name, (what, _)) in samples)
        to.WriteLine($"  {name,-16} {what}");
    return help ? 0 : 2;
}
try
{
    return sample.Run(new SampleOutput(plain), rest[1..]);
}
catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
