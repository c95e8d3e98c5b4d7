using DeepML.Samples;

var samples = new Dictionary<string, (string What, Func<SampleOutput, string[], int> Run)>
{
    ["digits"] = ("handwritten digits: raw pixels, principal components and an autoencoder's code compared", Digits.Run),
    ["digits-reload"] = ("scores the digits with a saved model (started by the sample 'digits')", Digits.Reload),
};

var plain = args.Contains("--plain");
var rest = args.Where(a => a != "--plain").ToArray();
if (rest.Length == 0 || !samples.TryGetValue(rest[0], out var sample))
{
    Console.Error.WriteLine("usage: DeepML.Samples NAME [--plain] [options]");
    foreach (var (name, (what, _)) in samples)
        Console.Error.WriteLine($"  {name,-14} {what}");
    return 2;
}
return sample.Run(new SampleOutput(plain), rest[1..]);
