using GbGateway.Ledger.Sinks;

namespace GbGateway.Tests.Ledger.Sinks;

public sealed class KafkaLedgerSinkTests(KafkaMock kafka) : LedgerSinkContract, IClassFixture<KafkaMock>
{
    protected override bool Deletes => false;

    protected override string NoSecondWriter => "librdkafka's mock cluster gives a second producer of a transactional id a new id instead of fencing the first; a broker fences";

    protected override LedgerSink Create(string chain) => LedgerSinks.Find("kafka")!.Create(new LedgerSinkSettings(chain, kafka.Servers));
}
